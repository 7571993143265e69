//! From a file that somebody sent to square thumbnails of it. Which sides are wanted is for the caller to say.

use std::io::Cursor;

use super::{
    colour::to_srgb,
    decode::{Decoded, decode},
    encode::{encode_jpeg, encode_webp, flatten},
    error::PictureError,
    inspect::inspect_picture,
    linear::LinearSquare,
    square::{Framing, cut_square},
};

/// Components of the placeholder: as many up as across, since it stands for a square.
const BLUR_COMPONENTS: u32 = 4;
/// Side from which the placeholder is computed: its waves need no more.
const BLUR_SIDE_PX: u32 = 32;

/// The square that is shown of a picture: upright, in sRGB, without anything else that was in the file.
pub struct SquarePicture {
    light: LinearSquare,
    side_px: u32,
}

/// A thumbnail in both formats, without metadata.
#[derive(Clone, Debug)]
pub struct Thumbnail {
    /// Lossy WebP; opacity is kept.
    pub webp: Vec<u8>,
    /// Baseline JPEG, over white.
    pub jpeg: Vec<u8>,
}

impl SquarePicture {
    /// Inspects, decodes, turns and cuts. Memory follows the limits of [`inspect_picture`]: at most about ten bytes a
    /// pixel, while a progressive JPEG is decoded.
    ///
    /// # Errors
    /// Every [`PictureError`] but [`PictureError::Encoder`].
    pub fn read(bytes: &[u8], framing: Framing) -> Result<Self, PictureError> {
        let header = inspect_picture(Cursor::new(bytes))?;
        let Decoded { pixels, profile } = decode(bytes, &header)?;
        let mut square = cut_square(pixels, framing);
        if let Some(profile) = profile {
            to_srgb(&mut square, &profile);
        }
        Ok(Self { side_px: square.width(), light: LinearSquare::from_srgb(&square)? })
    }

    /// Side of the square as it was cut, in pixels.
    pub fn side_px(&self) -> u32 {
        self.side_px
    }

    /// A thumbnail of this side; never more pixels than there were.
    ///
    /// # Errors
    /// [`PictureError::Encoder`].
    pub fn thumbnail(&self, side_px: u32) -> Result<Thumbnail, PictureError> {
        let scaled = self.light.scaled_to(side_px.min(self.side_px))?;
        Ok(Thumbnail { webp: encode_webp(&scaled)?, jpeg: encode_jpeg(&scaled)? })
    }

    /// The placeholder that stands in while a thumbnail loads: a `BlurHash` of 4 × 4 components.
    ///
    /// # Errors
    /// [`PictureError::Encoder`].
    pub fn blurhash(&self) -> Result<String, PictureError> {
        let small = flatten(&self.light.scaled_to(BLUR_SIDE_PX.min(self.side_px))?);
        let opaque = image::DynamicImage::ImageRgb8(small).into_rgba8();
        let (width, height) = opaque.dimensions();
        blurhash::encode(BLUR_COMPONENTS, BLUR_COMPONENTS, width, height, opaque.as_raw())
            .map_err(|error| PictureError::Encoder { what: format!("BlurHash: {error:?}") })
    }
}
