//! The two filters that the instruments and the reverberation need.
//!
//! What they shape is decided where they are used.

use std::f32::consts::{PI, TAU};

use super::render::RATE;

/// Takes away what is above a frequency, 6 dB per octave.
#[derive(Clone)]
pub(crate) struct LowPass {
    share: f32,
    held: f32,
}

impl LowPass {
    /// At rest, with this cut-off.
    pub(crate) fn new(cutoff_hz: f32) -> Self {
        Self { share: share_of(cutoff_hz), held: 0.0 }
    }

    /// Moves the cut-off and keeps what is held.
    pub(crate) fn set_cutoff(&mut self, cutoff_hz: f32) {
        self.share = share_of(cutoff_hz);
    }

    /// The next sample; what it takes away is `input` minus this.
    pub(crate) fn next(&mut self, input: f32) -> f32 {
        self.held += self.share * (input - self.held);
        self.held
    }
}

/// Keeps what is around a frequency: the state-variable filter (Chamberlin, "Musical Applications of
/// Microprocessors", 1985).
pub(crate) struct BandPass {
    tuning: f32,
    damping: f32,
    low: f32,
    band: f32,
}

impl BandPass {
    /// At rest; the width of the band is the centre divided by `sharpness`. Stable for centres below 7 kHz.
    pub(crate) fn new(centre_hz: f32, sharpness: f32) -> Self {
        let mut filter = Self { tuning: 0.0, damping: 1.0 / sharpness, low: 0.0, band: 0.0 };
        filter.set_centre(centre_hz);
        filter
    }

    /// Moves the centre and keeps what is held.
    pub(crate) fn set_centre(&mut self, centre_hz: f32) {
        self.tuning = 2.0 * (PI * centre_hz / RATE).sin();
    }

    /// The next sample, as loud at the centre as `input`.
    pub(crate) fn next(&mut self, input: f32) -> f32 {
        self.low += self.tuning * self.band;
        let high = input - self.low - self.damping * self.band;
        self.band += self.tuning * high;
        self.band * self.damping
    }
}

fn share_of(cutoff_hz: f32) -> f32 {
    1.0 - (-TAU * cutoff_hz / RATE).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Loudest sample of a second of sine through a filter, after it has settled.
    fn level(frequency_hz: f32, mut filter: impl FnMut(f32) -> f32) -> f32 {
        let (mut phase, mut loudest) = (0.0_f32, 0.0_f32);
        for sample in 0..44_100 {
            phase = (phase + frequency_hz / RATE).fract();
            let output = filter((TAU * phase).sin());
            if sample > 22_050 {
                loudest = loudest.max(output.abs());
            }
        }
        loudest
    }

    #[test]
    fn the_low_pass_keeps_low_tones_and_weakens_high_ones() {
        let through = |frequency_hz| {
            let mut filter = LowPass::new(500.0);
            level(frequency_hz, |input| filter.next(input))
        };
        assert!(through(50.0) > 0.95);
        assert!(through(5_000.0) < 0.15);
    }

    #[test]
    fn the_band_pass_keeps_its_centre_only() {
        let through = |frequency_hz| {
            let mut filter = BandPass::new(1_000.0, 6.0);
            level(frequency_hz, |input| filter.next(input))
        };
        assert!((through(1_000.0) - 1.0).abs() < 0.1, "{}", through(1_000.0));
        assert!(through(100.0) < 0.1);
        assert!(through(9_000.0) < 0.1);
    }
}
