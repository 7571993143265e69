//! One period of a sound, read at any speed: the oscillator of every sustained instrument.
//!
//! How long a tone lasts and how it swells belongs to `instruments`.

use std::f32::consts::TAU;

const SIZE: u16 = 2048;

/// One period, 2,048 samples.
pub(crate) struct Wavetable {
    /// One more than a period, so that reading between the last and the first needs no wrapping.
    samples: Vec<f32>,
}

impl Wavetable {
    /// Adds up sine waves: the first strength is that of the fundamental, the next that of its octave, and so on. The
    /// sum of the strengths becomes 1, so that no sample lies beyond ±1.
    pub(crate) fn of_harmonics(strengths: &[f32]) -> Self {
        let total: f32 = strengths.iter().map(|strength| strength.abs()).sum();
        let sample = |index: u16| {
            let phase = f32::from(index) / f32::from(SIZE);
            let mut sum = 0.0;
            let mut harmonic = 1.0;
            for strength in strengths {
                sum += strength * (TAU * (phase * harmonic).fract()).sin();
                harmonic += 1.0;
            }
            sum / total
        };
        Self { samples: (0..=SIZE).map(sample).collect() }
    }

    /// The sample at a phase of 0 up to 1, between two entries along a straight line.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a phase below 1 gives an index below 2,048, which f32 holds exactly"
    )]
    pub(crate) fn at(&self, phase: f32) -> f32 {
        let position = phase * f32::from(SIZE);
        let index = (position as usize).min(usize::from(SIZE) - 1);
        let (before, after) = (self.samples[index], self.samples[index + 1]);
        before + (after - before) * (position - index as f32)
    }
}

/// The place of an oscillator in its period.
pub(crate) struct Phase {
    at: f32,
}

impl Phase {
    /// Starts at this share of a period, 0 up to 1.
    pub(crate) fn new(at: f32) -> Self {
        Self { at: at.rem_euclid(1.0) }
    }

    /// The phase now; moves on by this share of a period, below 1.
    pub(crate) fn advance(&mut self, step: f32) -> f32 {
        let now = self.at;
        self.at += step;
        if self.at >= 1.0 {
            self.at -= 1.0;
        }
        now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_harmonic_is_a_sine() {
        let sine = Wavetable::of_harmonics(&[1.0]);
        for phase in [0.0_f32, 0.123, 0.5, 0.777, 0.9999] {
            assert!((sine.at(phase) - (TAU * phase).sin()).abs() < 1e-5, "{phase}");
        }
    }

    #[test]
    fn a_period_ends_where_it_begins() {
        let table = Wavetable::of_harmonics(&[1.0, 0.7, 0.5, 0.3]);
        assert!((table.at(0.0) - table.at(0.999_99)).abs() < 1e-3);
    }
}
