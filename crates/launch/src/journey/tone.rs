//! A short tone as a WAVE file: what the journey uploads.

use std::f64::consts::TAU;

/// Samples a second.
const RATE_HZ: u32 = 44_100;
/// Length of the tone.
pub(super) const SECONDS: u32 = 3;

/// 16 bit stereo, A above middle C.
pub(super) fn tone() -> Vec<u8> {
    let frames = RATE_HZ * SECONDS;
    let data_bytes = frames * 4;
    let mut file = Vec::with_capacity(44 + data_bytes as usize);
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(36 + data_bytes).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    for (value, width) in [(16, 4), (1, 2), (2, 2), (RATE_HZ, 4), (RATE_HZ * 4, 4), (4, 2), (16, 2)] {
        file.extend_from_slice(&value.to_le_bytes()[..width]);
    }
    file.extend_from_slice(b"data");
    file.extend_from_slice(&data_bytes.to_le_bytes());
    for frame in 0..frames {
        let phase = TAU * 440.0 * f64::from(frame) / f64::from(RATE_HZ);
        #[expect(clippy::cast_possible_truncation, reason = "a quarter of full scale fits 16 bits")]
        let sample = (phase.sin() * 8_000.0) as i16;
        file.extend_from_slice(&sample.to_le_bytes());
        file.extend_from_slice(&sample.to_le_bytes());
    }
    file
}
