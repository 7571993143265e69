//! Short signals, made and not stored.

/// Sample rate of [`tone_wave`] in Hz.
pub const TONE_RATE_HZ: u32 = 44_100;

/// A WAVE file, 16 bit stereo, of a tone that rises from 220 Hz, `frames` long.
pub fn tone_wave(frames: u32) -> Vec<u8> {
    let data_bytes = frames * 4;
    let mut file = Vec::with_capacity(44 + data_bytes as usize);
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(36 + data_bytes).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    for (value, width) in [(16, 4), (1, 2), (2, 2), (TONE_RATE_HZ, 4), (TONE_RATE_HZ * 4, 4), (4, 2), (16, 2)] {
        file.extend_from_slice(&value.to_le_bytes()[..width]);
    }
    file.extend_from_slice(b"data");
    file.extend_from_slice(&data_bytes.to_le_bytes());
    for frame in 0..frames {
        let time_s = f64::from(frame) / f64::from(TONE_RATE_HZ);
        let phase = std::f64::consts::TAU * (220.0 + 5.0 * time_s) * time_s;
        #[expect(clippy::cast_possible_truncation, reason = "half of full scale fits 16 bits")]
        let sample = (phase.sin() * 16_000.0) as i16;
        file.extend_from_slice(&sample.to_le_bytes());
        file.extend_from_slice(&(sample / 2).to_le_bytes());
    }
    file
}
