//! From bytes to upright pixels in sRGB, within limits.
//!
//! The caller is a process with limits of its own: what these decoders get wrong ends that process and nothing else.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageReader, Limits,
    error::{LimitErrorKind, UnsupportedErrorKind},
    metadata::Orientation,
};

use super::error::PictureError;
use super::inspect::{PictureFormat, PictureHeader};

/// What a decoder may allocate: the largest picture, and as much again for what it has to keep meanwhile.
const MAX_ALLOCATION_BYTES: u64 = 512 << 20;

/// A decoded picture.
pub(super) struct Decoded {
    /// Its pixels, turned as EXIF says.
    pub(super) pixels: DynamicImage,
    /// Its colour profile, if it has one.
    pub(super) profile: Option<Vec<u8>>,
}

/// Decodes a file that was inspected.
pub(super) fn decode(bytes: &[u8], header: &PictureHeader) -> Result<Decoded, PictureError> {
    // A decoder that panics on a hostile file is as good as one that refuses it.
    catch_unwind(AssertUnwindSafe(|| decode_upright(bytes, header)))
        .unwrap_or_else(|_| Err(PictureError::damaged("its content makes no sense")))
}

fn decode_upright(bytes: &[u8], header: &PictureHeader) -> Result<Decoded, PictureError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(header.width_px);
    limits.max_image_height = Some(header.height_px);
    limits.max_alloc = Some(MAX_ALLOCATION_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format_of(header.format));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| describe(&error))?;
    // Metadata that cannot be read is as good as none.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let mut pixels = DynamicImage::from_decoder(decoder).map_err(|error| describe(&error))?;
    if pixels.width() == 0 || pixels.height() == 0 {
        return Err(PictureError::damaged("it has no pixels"));
    }
    pixels.apply_orientation(orientation);
    Ok(Decoded { pixels, profile })
}

fn format_of(format: PictureFormat) -> image::ImageFormat {
    match format {
        PictureFormat::Jpeg => image::ImageFormat::Jpeg,
        PictureFormat::Png => image::ImageFormat::Png,
        PictureFormat::Webp => image::ImageFormat::WebP,
        PictureFormat::Gif => image::ImageFormat::Gif,
    }
}

fn describe(error: &ImageError) -> PictureError {
    match error {
        ImageError::Limits(limit) if limit.kind() == LimitErrorKind::DimensionError => {
            PictureError::damaged("its parts disagree about its size")
        }
        ImageError::Limits(_) => PictureError::BeyondLimit { what: "it needs too much memory".to_owned() },
        ImageError::Unsupported(what) => match what.kind() {
            UnsupportedErrorKind::GenericFeature(feature) => {
                PictureError::damaged(format!("it uses something that cannot be decoded ({feature})"))
            }
            _ => PictureError::damaged("it uses something that cannot be decoded"),
        },
        _ => PictureError::damaged("its content cannot be decoded"),
    }
}
