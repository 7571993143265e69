//! Where segments are cut: one grid for all renditions of a track.
//!
//! How a segment is written belongs to `fragment`.

/// Samples of one channel in a segment at a sample rate: a multiple of 4096 (FLAC blocks) and so of 1024 (AAC packets).
///
/// Within the families of 44.1 kHz (262,144 samples, 5.94 s) and 48 kHz (307,200 samples, 6.4 s) a segment lasts the
/// same at every rate where that is a multiple of 4096, so that renditions at different rates are cut at the same
/// times. Other rates (8, 12, 24 kHz and odd ones) take the multiple of 4096 that is nearest to 6 s.
/// No segment at 8 kHz or more is longer than 6.5 s (HLS authoring specification, 7.5 and 7.7).
pub(crate) fn segment_samples(sample_rate_hz: u32) -> u32 {
    let rate = u64::from(sample_rate_hz);
    let samples = whole_blocks(rate * 262_144, 44_100)
        .or_else(|| whole_blocks(rate * 307_200, 48_000))
        .unwrap_or_else(|| ((rate * 6 + BLOCK / 2) / BLOCK).max(1) * BLOCK);
    u32::try_from(samples).expect("a segment of any 32-bit rate at 6 s fits, as rates end at 192 kHz")
}

const BLOCK: u64 = 4096;

/// `numerator / denominator` if that is a whole number of blocks.
fn whole_blocks(numerator: u64, denominator: u64) -> Option<u64> {
    numerator.is_multiple_of(denominator * BLOCK).then(|| numerator / denominator)
}

#[cfg(test)]
mod tests {
    use super::segment_samples;

    #[test]
    fn the_two_families_are_cut_at_the_same_times_at_every_rate_that_allows_it() {
        assert_eq!(segment_samples(44_100), 262_144);
        assert_eq!(segment_samples(88_200), 2 * 262_144);
        assert_eq!(segment_samples(176_400), 4 * 262_144);
        assert_eq!(segment_samples(22_050), 262_144 / 2);
        assert_eq!(segment_samples(48_000), 307_200);
        assert_eq!(segment_samples(96_000), 2 * 307_200);
        assert_eq!(segment_samples(192_000), 4 * 307_200);
        assert_eq!(segment_samples(32_000), 204_800);
    }

    #[test]
    fn segments_of_every_rate_are_whole_blocks_and_at_most_six_and_a_half_seconds() {
        for rate in 8_000..=192_000 {
            let samples = segment_samples(rate);
            assert_eq!(samples % 4096, 0, "{rate} Hz");
            let seconds = f64::from(samples) / f64::from(rate);
            assert!((5.5..=6.5).contains(&seconds), "{rate} Hz: {seconds} s");
        }
    }
}
