//! The chunks of AIFF and AIFF-C files (Apple, Audio Interchange File Format, 1989 and 1991).
//!
//! The samples themselves are read by `pcm_file`.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::pcm_file::{ByteOrder, Encoding, PcmLayout};
use crate::error::MediaError;

/// Chunks that are looked at; real files have fewer than twenty.
const MAX_CHUNKS: usize = 4096;

/// Reads the header: everything around the samples.
pub(super) fn read_layout(file: &mut File) -> Result<PcmLayout, MediaError> {
    let file_length = file.seek(SeekFrom::End(0)).map_err(cut_off)?;
    let mut position = 12;
    let mut format = None;
    let mut sound = None;
    for _ in 0..MAX_CHUNKS {
        file.seek(SeekFrom::Start(position)).map_err(cut_off)?;
        let mut header = [0; 8];
        file.read_exact(&mut header).map_err(cut_off)?;
        let length = u64::from(u32::from_be_bytes([header[4], header[5], header[6], header[7]]));
        position += 8;
        match &header[..4] {
            b"COMM" => format = Some(read_common(file, length)?),
            b"SSND" => sound = Some(read_sound_offset(file, position)?),
            _ => {}
        }
        if let (Some(format), Some(offset_bytes)) = (format, sound) {
            return place_samples(format, offset_bytes, file_length);
        }
        // Chunks are padded to an even length.
        position += length + (length & 1);
    }
    Err(MediaError::damaged("it has no samples among its first parts"))
}

fn cut_off(_: std::io::Error) -> MediaError {
    MediaError::damaged("it ends within its header")
}

/// Reads `COMM` into a layout that lacks the place of the samples.
fn read_common(file: &mut File, length: u64) -> Result<PcmLayout, MediaError> {
    let mut chunk = [0; 22];
    let is_compressed_form = length >= 22;
    let filled = if is_compressed_form { 22 } else { 18 };
    file.read_exact(&mut chunk[..filled]).map_err(cut_off)?;
    let channels = u16::from_be_bytes([chunk[0], chunk[1]]);
    let samples = u64::from(u32::from_be_bytes([chunk[2], chunk[3], chunk[4], chunk[5]]));
    let bits = u16::from_be_bytes([chunk[6], chunk[7]]);
    let compression: [u8; 4] = [chunk[18], chunk[19], chunk[20], chunk[21]];
    let compression = if is_compressed_form { compression } else { *b"NONE" };
    let encoding = encoding_of(compression, bits)?;
    if channels == 0 {
        return Err(MediaError::damaged("it names no channels"));
    }
    let sample_rate_hz =
        read_extended(&chunk[8..18]).ok_or_else(|| MediaError::damaged("its sample rate is no number"))?;
    Ok(PcmLayout { sample_rate_hz, channels, encoding, offset_bytes: 0, samples })
}

/// What a compression type and a depth mean.
fn encoding_of(compression: [u8; 4], bits: u16) -> Result<Encoding, MediaError> {
    let bytes = usize::from(bits.div_ceil(8));
    let integers = |order, bytes| match bytes {
        1..=4 => Ok(Encoding::Signed { order, bytes }),
        _ => Err(MediaError::unsupported(format!("AIFF with {bits} bits a sample"))),
    };
    match &compression {
        b"NONE" | b"twos" => integers(ByteOrder::Big, bytes),
        b"sowt" => integers(ByteOrder::Little, bytes),
        b"in24" => integers(ByteOrder::Big, 3),
        b"in32" => integers(ByteOrder::Big, 4),
        b"raw " if bytes == 1 => Ok(Encoding::Unsigned8),
        b"fl32" | b"FL32" => Ok(Encoding::Float { order: ByteOrder::Big, bytes: 4 }),
        b"fl64" | b"FL64" => Ok(Encoding::Float { order: ByteOrder::Big, bytes: 8 }),
        other => {
            let name = String::from_utf8_lossy(other).trim().to_owned();
            Err(MediaError::unsupported(format!("AIFF that is compressed as {name:?}")))
        }
    }
}

/// Reads an 80-bit extended number (IEEE 754-1985, double extended) as a rate in whole Hz.
fn read_extended(stored: &[u8]) -> Option<u32> {
    let exponent = u16::from_be_bytes([stored[0], stored[1]]);
    let mantissa = stored[2..10].iter().fold(0, |value, byte| (value << 8) | u64::from(*byte));
    // The mantissa is a fraction of 63 binary places; negative numbers have the top bit set.
    let shift = 63 - (i32::from(exponent) - 16_383);
    let shift = u32::try_from(shift).ok().filter(|shift| (1..64).contains(shift))?;
    let rounded = (mantissa >> shift) + ((mantissa >> (shift - 1)) & 1);
    u32::try_from(rounded).ok()
}

/// First byte of the samples, given where the content of `SSND` begins.
fn read_sound_offset(file: &mut File, content_position: u64) -> Result<u64, MediaError> {
    let mut head = [0; 8];
    file.read_exact(&mut head).map_err(cut_off)?;
    let offset = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
    Ok(content_position + 8 + u64::from(offset))
}

/// Compares the declared number of samples with what the file has.
fn place_samples(format: PcmLayout, offset_bytes: u64, file_length: u64) -> Result<PcmLayout, MediaError> {
    let available = file_length.saturating_sub(offset_bytes) / format.frame_bytes();
    if format.samples > available {
        let declared = format.samples;
        return Err(MediaError::damaged(format!("it is cut off: {available} of {declared} samples are there")));
    }
    Ok(PcmLayout { offset_bytes, ..format })
}

#[cfg(test)]
mod tests {
    use super::read_extended;

    #[test]
    fn rates_are_read_from_extended_numbers() {
        assert_eq!(read_extended(&[0x40, 0x0e, 0xac, 0x44, 0, 0, 0, 0, 0, 0]), Some(44_100));
        assert_eq!(read_extended(&[0x40, 0x0f, 0xbb, 0x80, 0, 0, 0, 0, 0, 0]), Some(96_000));
        assert_eq!(read_extended(&[0x40, 0x0d, 0xad, 0x9c, 0, 0, 0, 0, 0, 0]), Some(22_222));
        assert_eq!(read_extended(&[0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0]), None);
        assert_eq!(read_extended(&[0xc0, 0x0e, 0xac, 0x44, 0, 0, 0, 0, 0, 0]), None);
    }
}
