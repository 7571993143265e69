//! The chunks of a WebP (RFC 9649): the first one tells the size, the RIFF header how long the file must be.

use std::io::{BufRead, Seek};

use super::{
    PictureFormat, PictureHeader,
    walk::{Walk, cut_off},
};
use crate::pictures::error::PictureError;

/// Bytes before those that the RIFF header counts.
const RIFF_BYTES: u64 = 8;

pub(super) fn inspect(walk: &mut Walk<impl BufRead + Seek>) -> Result<PictureHeader, PictureError> {
    walk.skip(4)?;
    let length = u64::from(u32::from_le_bytes(walk.take()?));
    walk.skip(4)?;
    if walk.size_bytes() < RIFF_BYTES + length {
        return Err(cut_off());
    }
    let kind: [u8; 4] = walk.take()?;
    walk.skip(4)?;
    let (width_px, height_px) = match &kind {
        b"VP8X" => extended(walk)?,
        b"VP8 " => lossy(walk)?,
        b"VP8L" => lossless(walk)?,
        _ => return Err(PictureError::damaged("there is no picture in it")),
    };
    Ok(PictureHeader { format: PictureFormat::Webp, width_px, height_px, bytes_per_sample: 1 })
}

/// The canvas: width and height less one, 24 bits each.
fn extended(walk: &mut Walk<impl BufRead + Seek>) -> Result<(u32, u32), PictureError> {
    walk.skip(4)?;
    let [w0, w1, w2, h0, h1, h2] = walk.take()?;
    Ok((u32::from_le_bytes([w0, w1, w2, 0]) + 1, u32::from_le_bytes([h0, h1, h2, 0]) + 1))
}

/// The header of a VP8 key frame (RFC 6386, 9.1): 14 bits each, below two bits of scaling.
fn lossy(walk: &mut Walk<impl BufRead + Seek>) -> Result<(u32, u32), PictureError> {
    walk.skip(3)?;
    let [s0, s1, s2, w0, w1, h0, h1] = walk.take()?;
    if [s0, s1, s2] != [0x9d, 0x01, 0x2a] {
        return Err(PictureError::damaged("it does not begin with a whole frame"));
    }
    let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
    Ok((side(w0, w1), side(h0, h1)))
}

/// Width and height less one, 14 bits each.
fn lossless(walk: &mut Walk<impl BufRead + Seek>) -> Result<(u32, u32), PictureError> {
    let [signature, b0, b1, b2, b3] = walk.take()?;
    if signature != 0x2f {
        return Err(PictureError::damaged("its header is wrong"));
    }
    let bits = u32::from_le_bytes([b0, b1, b2, b3]);
    Ok(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
}
