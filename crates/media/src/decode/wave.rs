//! The chunks of WAVE files: RIFF (Microsoft multimedia data standards, 1991) and its 64-bit form RF64 or BW64
//! (EBU Tech 3306, ITU-R BS.2088).
//!
//! The samples themselves are read by `pcm_file`.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::pcm_file::{ByteOrder, Encoding, PcmLayout};
use crate::error::MediaError;

/// Chunks before the samples that are looked at; real files have fewer than twenty.
const MAX_CHUNKS: usize = 4096;

/// Lengths from here on are what streaming writers put where they cannot know the length.
const PLACEHOLDER_LENGTH: u64 = 0x7fff_0000;

/// Format tags of the `fmt ` chunk.
const TAG_PCM: u16 = 1;
const TAG_FLOAT: u16 = 3;
const TAG_EXTENSIBLE: u16 = 0xfffe;

/// Reads the header: everything before the samples.
pub(super) fn read_layout(file: &mut File) -> Result<PcmLayout, MediaError> {
    let file_length = file.seek(SeekFrom::End(0)).map_err(cut_off)?;
    let mut position = 12;
    let mut format = None;
    let mut long_length = None;
    for _ in 0..MAX_CHUNKS {
        file.seek(SeekFrom::Start(position)).map_err(cut_off)?;
        let mut header = [0; 8];
        file.read_exact(&mut header).map_err(cut_off)?;
        let length = u64::from(u32::from_le_bytes([header[4], header[5], header[6], header[7]]));
        position += 8;
        match &header[..4] {
            b"ds64" => long_length = Some(read_long_length(file)?),
            b"fmt " => format = Some(read_format(file, length)?),
            b"data" => {
                let format =
                    format.ok_or_else(|| MediaError::damaged("it has samples, but does not say of what kind"))?;
                let declared = if length == u64::from(u32::MAX) { long_length.unwrap_or(length) } else { length };
                return place_samples(format, position, declared, file_length);
            }
            _ => {}
        }
        // Chunks are padded to an even length.
        position += length + (length & 1);
    }
    Err(MediaError::damaged("it has no samples among its first parts"))
}

fn cut_off(_: std::io::Error) -> MediaError {
    MediaError::damaged("it ends within its header")
}

/// The length of `data` that the `ds64` chunk of a 64-bit file gives.
fn read_long_length(file: &mut File) -> Result<u64, MediaError> {
    let mut sizes = [0; 16];
    file.read_exact(&mut sizes).map_err(cut_off)?;
    let mut length = [0; 8];
    length.copy_from_slice(&sizes[8..]);
    Ok(u64::from_le_bytes(length))
}

/// Reads the `fmt ` chunk into a layout that lacks the place of the samples.
fn read_format(file: &mut File, length: u64) -> Result<PcmLayout, MediaError> {
    let mut chunk = [0; 40];
    let filled = usize::try_from(length.min(40)).unwrap_or(40);
    file.read_exact(&mut chunk[..filled]).map_err(cut_off)?;
    let word = |offset: usize| u16::from_le_bytes([chunk[offset], chunk[offset + 1]]);
    let bits = word(14);
    let tag = match word(0) {
        // The first two bytes of the sub-format's identifier are the plain tag.
        TAG_EXTENSIBLE if filled == 40 => word(24),
        tag => tag,
    };
    let bytes = usize::from(bits.div_ceil(8));
    let order = ByteOrder::Little;
    let encoding = match (tag, bytes) {
        (TAG_PCM, 1) => Encoding::Unsigned8,
        (TAG_PCM, 2..=4) => Encoding::Signed { order, bytes },
        (TAG_FLOAT, 4 | 8) => Encoding::Float { order, bytes },
        (TAG_PCM | TAG_FLOAT, _) => return Err(MediaError::unsupported(format!("WAV with {bits} bits a sample"))),
        _ => return Err(MediaError::unsupported(format!("WAV that holds {} instead of plain samples", tag_name(tag)))),
    };
    let channels = word(2);
    if usize::from(word(12)) != bytes * usize::from(channels) || channels == 0 {
        return Err(MediaError::damaged("its header contradicts itself"));
    }
    let sample_rate_hz = u32::from_le_bytes([chunk[4], chunk[5], chunk[6], chunk[7]]);
    Ok(PcmLayout { sample_rate_hz, channels, encoding, offset_bytes: 0, samples: 0 })
}

fn tag_name(tag: u16) -> String {
    match tag {
        2 | 17 => "ADPCM".to_owned(),
        6 => "A-law".to_owned(),
        7 => "µ-law".to_owned(),
        0x50 | 0x55 => "MPEG audio".to_owned(),
        other => format!("format {other:#06x}"),
    }
}

/// Compares the declared length of the samples with what the file has.
fn place_samples(
    format: PcmLayout,
    offset_bytes: u64,
    declared_bytes: u64,
    file_length: u64,
) -> Result<PcmLayout, MediaError> {
    let available_bytes = file_length.saturating_sub(offset_bytes);
    let is_placeholder = (PLACEHOLDER_LENGTH..=u64::from(u32::MAX)).contains(&declared_bytes);
    if declared_bytes > available_bytes && !is_placeholder {
        return Err(MediaError::damaged(format!(
            "it is cut off: {available_bytes} of {declared_bytes} bytes of sound are there"
        )));
    }
    let samples = declared_bytes.min(available_bytes) / format.frame_bytes();
    Ok(PcmLayout { offset_bytes, samples, ..format })
}
