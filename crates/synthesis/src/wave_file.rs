//! Writes a rendering as a WAV file.
//!
//! Reading sound files belongs to `sillon-media`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::random::Random;
use super::render::RATE_HZ;

const CHANNELS: u16 = 2;
const BYTES_PER_FRAME: u16 = 4;
const BITS_PER_SAMPLE: u16 = 16;

/// Writes frames from −1 to 1 as stereo PCM of 16 bits at 44,100 Hz, with triangular dither of ±1 step, and waits
/// until the disk has them. A file that is there already is replaced.
///
/// The header is the `WAVE` form of Microsoft and IBM, "Multimedia Programming Interface and Data Specifications
/// 1.0" (1991).
pub fn write_wave(path: &Path, frames: &[[f32; 2]]) -> io::Result<()> {
    let mut writer = BufWriter::new(File::create(path)?);
    writer.write_all(&header(frames.len())?)?;
    let mut random = Random::new(0x5111_0000);
    for sample in frames.as_flattened() {
        // The sum of two even distributions of one step is a triangle of two (Lipshitz, Wannamaker and Vanderkooy,
        // "Quantization and dither", 1992).
        let dither = f32::midpoint(random.signed(), random.signed());
        writer.write_all(&quantise(*sample, dither).to_le_bytes())?;
    }
    let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()
}

fn header(frames: usize) -> io::Result<Vec<u8>> {
    let too_long = || io::Error::new(io::ErrorKind::InvalidInput, "a WAV file holds less than 4 GiB");
    let data_bytes = u32::try_from(frames).ok().and_then(|frames| frames.checked_mul(u32::from(BYTES_PER_FRAME)));
    let data_bytes = data_bytes.ok_or_else(too_long)?;
    let form_bytes = data_bytes.checked_add(36).ok_or_else(too_long)?;
    let mut header = Vec::with_capacity(44);
    header.extend(b"RIFF");
    header.extend(form_bytes.to_le_bytes());
    header.extend(b"WAVEfmt ");
    header.extend(16_u32.to_le_bytes());
    // Format 1 is PCM.
    header.extend(1_u16.to_le_bytes());
    header.extend(CHANNELS.to_le_bytes());
    header.extend(RATE_HZ.to_le_bytes());
    header.extend((RATE_HZ * u32::from(BYTES_PER_FRAME)).to_le_bytes());
    header.extend(BYTES_PER_FRAME.to_le_bytes());
    header.extend(BITS_PER_SAMPLE.to_le_bytes());
    header.extend(b"data");
    header.extend(data_bytes.to_le_bytes());
    Ok(header)
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to the range of 16 bits before")]
fn quantise(sample: f32, dither: f32) -> i16 {
    (sample * 32_767.0 + dither).round().clamp(-32_768.0, 32_767.0) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(frames: &[[f32; 2]], name: &str) -> Vec<u8> {
        let path = std::env::temp_dir().join(format!("sillon-wave-{}-{name}.wav", std::process::id()));
        write_wave(&path, frames).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        bytes
    }

    #[test]
    fn the_header_says_what_follows() {
        let bytes = written(&[[0.5, -0.5]; 10], "header");
        assert_eq!(bytes.len(), 44 + 40);
        assert_eq!(&bytes[..4], b"RIFF");
        assert_eq!(bytes[4..8], 76_u32.to_le_bytes());
        assert_eq!(bytes[24..28], 44_100_u32.to_le_bytes());
        assert_eq!(bytes[40..44], 40_u32.to_le_bytes());
    }

    #[test]
    fn samples_keep_their_channel_and_their_level_within_the_dither() {
        let bytes = written(&[[0.5, -0.25]; 100], "samples");
        for frame in bytes[44..].chunks_exact(4) {
            let left = i16::from_le_bytes([frame[0], frame[1]]);
            let right = i16::from_le_bytes([frame[2], frame[3]]);
            assert!((left - 16_384).abs() <= 2, "{left}");
            assert!((right + 8_192).abs() <= 2, "{right}");
        }
    }

    #[test]
    fn dither_carries_a_level_below_half_a_step() {
        let quarter_step = 0.25 / 32_767.0;
        let bytes = written(&vec![[quarter_step; 2]; 20_000], "dither");
        let samples = bytes[44..].chunks_exact(2).map(|pair| f64::from(i16::from_le_bytes([pair[0], pair[1]])));
        let mean = samples.sum::<f64>() / 40_000.0;
        assert!((mean - 0.25).abs() < 0.02, "{mean}");
    }

    #[test]
    fn samples_beyond_full_scale_are_held_at_its_end() {
        let bytes = written(&[[3.0, -3.0]], "clamped");
        assert_eq!(bytes[44..46], i16::MAX.to_le_bytes());
        assert_eq!(bytes[46..48], i16::MIN.to_le_bytes());
    }
}
