//! The markers of a JPEG (ITU-T T.81, annex B), up to its end of image. What cameras append behind it is not read.

use std::io::{BufRead, Seek};

use super::{PictureFormat, PictureHeader, walk::Walk};
use crate::pictures::error::PictureError;

const END_OF_IMAGE: u8 = 0xd9;
const START_OF_SCAN: u8 = 0xda;

pub(super) fn inspect(walk: &mut Walk<impl BufRead + Seek>) -> Result<PictureHeader, PictureError> {
    walk.skip(2)?;
    let mut frame = None;
    let mut has_scan = false;
    let mut marker = next_marker(walk)?;
    loop {
        match marker {
            END_OF_IMAGE => break,
            // Stand-alone markers have no length.
            0x01 | 0xd0..=0xd7 => {}
            START_OF_SCAN => {
                let length = segment_length(walk)?;
                walk.skip(length)?;
                has_scan = true;
                marker = marker_behind_scan(walk)?;
                continue;
            }
            // Every start of frame, but for the tables and the extension that share the range.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => frame = Some(read_frame(walk)?),
            _ => {
                let length = segment_length(walk)?;
                walk.skip(length)?;
            }
        }
        marker = next_marker(walk)?;
    }
    frame.filter(|_| has_scan).ok_or_else(|| PictureError::damaged("there is no picture in it"))
}

/// A marker after a segment, with any fill bytes before it.
fn next_marker(walk: &mut Walk<impl BufRead + Seek>) -> Result<u8, PictureError> {
    if walk.byte()? != 0xff {
        return Err(PictureError::damaged("its parts do not follow each other"));
    }
    loop {
        let marker = walk.byte()?;
        if marker != 0xff {
            return Ok(marker);
        }
    }
}

/// The first marker behind compressed data; stuffed bytes and restart markers belong to the data.
fn marker_behind_scan(walk: &mut Walk<impl BufRead + Seek>) -> Result<u8, PictureError> {
    loop {
        walk.skip_behind(0xff)?;
        let mut marker = walk.byte()?;
        while marker == 0xff {
            marker = walk.byte()?;
        }
        if !matches!(marker, 0x00 | 0xd0..=0xd7) {
            return Ok(marker);
        }
    }
}

/// Bytes of the segment behind its length field.
fn segment_length(walk: &mut Walk<impl BufRead + Seek>) -> Result<u64, PictureError> {
    let length = u16::from_be_bytes(walk.take()?);
    length.checked_sub(2).map(u64::from).ok_or_else(|| PictureError::damaged("a part of it has no length"))
}

fn read_frame(walk: &mut Walk<impl BufRead + Seek>) -> Result<PictureHeader, PictureError> {
    let length = segment_length(walk)?;
    let [_precision, height_high, height_low, width_high, width_low] = walk.take()?;
    walk.skip(length.checked_sub(5).ok_or_else(|| PictureError::damaged("its header is too short"))?)?;
    Ok(PictureHeader {
        format: PictureFormat::Jpeg,
        width_px: u16::from_be_bytes([width_high, width_low]).into(),
        height_px: u16::from_be_bytes([height_high, height_low]).into(),
        bytes_per_sample: 1,
    })
}
