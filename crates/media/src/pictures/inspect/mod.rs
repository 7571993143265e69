//! Recognises a picture by its content and checks it without decoding a pixel: its kind, its size, its limits, and that
//! it is whole. What the compressed data itself holds is for `decode` to find out.
//!
//! Costs a walk over the file's parts and a few hundred bytes of memory, whatever the file claims to be.

mod gif;
mod jpeg;
mod png;
mod unknown;
mod walk;
mod webp;

use std::io::{BufRead, Seek};

use self::walk::Walk;
use super::error::PictureError;

/// Largest file that is looked at.
pub const MAX_PICTURE_BYTES: u64 = 20 << 20;
/// Longest side in pixels: what WebP and every decoder can hold.
const MAX_SIDE_PX: u32 = 16_383;
/// Most pixels: the cameras of telephones reach 48 million. 16-bit pixels count twice.
const MAX_PIXELS: u64 = 50_000_000;

/// A kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// JPEG (ITU-T T.81).
    Jpeg,
    /// PNG (W3C, third edition); of an animation the default image.
    Png,
    /// WebP (RFC 9649); of an animation the first frame.
    Webp,
    /// GIF; of an animation the first frame.
    Gif,
}

impl PictureFormat {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
        }
    }
}

/// What the header says. Before EXIF turns it: width and height as they are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureHeader {
    /// The kind.
    pub format: PictureFormat,
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
    /// Bytes of one channel of one decoded pixel: 1 or 2.
    pub bytes_per_sample: u32,
}

/// Checks a whole file from its first byte.
///
/// # Errors
/// [`PictureError::Empty`], [`PictureError::NotPicture`], [`PictureError::Damaged`], [`PictureError::BeyondLimit`],
/// [`PictureError::Io`].
pub fn inspect_picture(file: impl BufRead + Seek) -> Result<PictureHeader, PictureError> {
    let mut walk = Walk::begin(file)?;
    if walk.size_bytes() > MAX_PICTURE_BYTES {
        let what = format!("it has {} MB, at most {} are read", walk.size_bytes() >> 20, MAX_PICTURE_BYTES >> 20);
        return Err(PictureError::BeyondLimit { what });
    }
    let head = walk.peek_head()?;
    let header = match head.as_slice() {
        [] => return Err(PictureError::Empty),
        [0xff, 0xd8, 0xff, ..] => jpeg::inspect(&mut walk)?,
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => png::inspect(&mut walk)?,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp::inspect(&mut walk)?,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => gif::inspect(&mut walk)?,
        other => return Err(PictureError::NotPicture { what: unknown::describe(other) }),
    };
    check_limits(&header)?;
    Ok(header)
}

fn check_limits(header: &PictureHeader) -> Result<(), PictureError> {
    let (width, height) = (header.width_px, header.height_px);
    if width == 0 || height == 0 {
        return Err(PictureError::damaged("it has no pixels"));
    }
    if width.max(height) > MAX_SIDE_PX {
        let what = format!("it has {width} × {height} pixels, a side has at most {MAX_SIDE_PX}");
        return Err(PictureError::BeyondLimit { what });
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels * u64::from(header.bytes_per_sample) > MAX_PIXELS {
        let most = MAX_PIXELS / u64::from(header.bytes_per_sample) / 1_000_000;
        let what = format!("it has {width} × {height} pixels, at most {most} million are read");
        return Err(PictureError::BeyondLimit { what });
    }
    Ok(())
}
