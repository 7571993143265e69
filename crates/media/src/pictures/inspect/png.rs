//! The chunks of a PNG (W3C, third edition, section 5), up to its end. Checksums are left to the decoder.

use std::io::{BufRead, Seek};

use super::{PictureFormat, PictureHeader, walk::Walk};
use crate::pictures::error::PictureError;

const SIGNATURE_BYTES: u64 = 8;
const HEADER_BYTES: u32 = 13;
const CHECKSUM_BYTES: u64 = 4;

pub(super) fn inspect(walk: &mut Walk<impl BufRead + Seek>) -> Result<PictureHeader, PictureError> {
    walk.skip(SIGNATURE_BYTES)?;
    let (length, kind) = chunk(walk)?;
    if &kind != b"IHDR" || length != HEADER_BYTES {
        return Err(PictureError::damaged("it does not begin with its header"));
    }
    let width_px = u32::from_be_bytes(walk.take()?);
    let height_px = u32::from_be_bytes(walk.take()?);
    let [bits_per_sample, _colour_type, _compression, _filter, _interlace] = walk.take()?;
    walk.skip(CHECKSUM_BYTES)?;
    let mut has_data = false;
    loop {
        let (length, kind) = chunk(walk)?;
        walk.skip(u64::from(length) + CHECKSUM_BYTES)?;
        match &kind {
            b"IDAT" => has_data = true,
            b"IEND" if has_data => break,
            b"IEND" => return Err(PictureError::damaged("there is no picture in it")),
            _ => {}
        }
    }
    let bytes_per_sample = if bits_per_sample > 8 { 2 } else { 1 };
    Ok(PictureHeader { format: PictureFormat::Png, width_px, height_px, bytes_per_sample })
}

fn chunk(walk: &mut Walk<impl BufRead + Seek>) -> Result<(u32, [u8; 4]), PictureError> {
    Ok((u32::from_be_bytes(walk.take()?), walk.take()?))
}
