//! The blocks of a GIF (`GIF89a`, sections 17 to 27), up to the end of its first frame, which is all that is shown.

use std::io::{BufRead, Seek};

use super::{PictureFormat, PictureHeader, walk::Walk};
use crate::pictures::error::PictureError;

const EXTENSION: u8 = 0x21;
const FRAME: u8 = 0x2c;

pub(super) fn inspect(walk: &mut Walk<impl BufRead + Seek>) -> Result<PictureHeader, PictureError> {
    walk.skip(6)?;
    let [w0, w1, h0, h1, flags, _background, _aspect] = walk.take()?;
    skip_colours(walk, flags)?;
    loop {
        match walk.byte()? {
            EXTENSION => {
                walk.skip(1)?;
                skip_blocks(walk)?;
            }
            FRAME => break,
            _ => return Err(PictureError::damaged("there is no picture in it")),
        }
    }
    let [_, _, _, _, frame_w0, frame_w1, frame_h0, frame_h1, flags] = walk.take()?;
    skip_colours(walk, flags)?;
    // The code size of the compression.
    walk.skip(1)?;
    skip_blocks(walk)?;
    // A frame may be larger than the screen that it is drawn on; the limits hold for both.
    let side = |screen, frame| u16::from_le_bytes(screen).max(u16::from_le_bytes(frame)).into();
    Ok(PictureHeader {
        format: PictureFormat::Gif,
        width_px: side([w0, w1], [frame_w0, frame_w1]),
        height_px: side([h0, h1], [frame_h0, frame_h1]),
        bytes_per_sample: 1,
    })
}

fn skip_colours(walk: &mut Walk<impl BufRead + Seek>, flags: u8) -> Result<(), PictureError> {
    if flags & 0x80 == 0 { Ok(()) } else { walk.skip(3 << ((flags & 0x07) + 1)) }
}

fn skip_blocks(walk: &mut Walk<impl BufRead + Seek>) -> Result<(), PictureError> {
    loop {
        match walk.byte()? {
            0 => return Ok(()),
            length => walk.skip(length.into())?,
        }
    }
}
