//! The instruments without a pitch: kick, snare, hat, the motor of a tractor, mist.
//!
//! When they are struck is written in the pieces.

use std::f32::consts::TAU;

use super::filters::{BandPass, LowPass};
use super::random::Random;
use super::render::{RATE, samples_of, seconds_of};

/// All drums, with their noise.
pub(crate) struct Drums {
    random: Random,
}

impl Drums {
    /// Equal seeds play equally.
    pub(crate) fn new(seed: u64) -> Self {
        Self { random: Random::new(seed) }
    }

    /// A sine that falls from 150 to 47 Hz, with a click of the beater.
    pub(crate) fn kick(&mut self) -> Vec<f32> {
        let mut turns = 0.0_f32;
        let mut beater = LowPass::new(2_400.0);
        self.stroke(0.42, |time_s, noise| {
            turns = (turns + (47.0 + 103.0 * (-time_s * 32.0).exp()) / RATE).fract();
            let skin = (TAU * turns).sin() * (-time_s * 7.5).exp();
            skin + beater.next(noise) * 0.5 * (-time_s * 180.0).exp()
        })
    }

    /// The wires of a snare over its skin.
    pub(crate) fn snare(&mut self) -> Vec<f32> {
        let mut wires = BandPass::new(2_300.0, 0.8);
        self.stroke(0.3, |time_s, noise| {
            let skin = (TAU * 186.0 * time_s).sin() * 0.55 * (-time_s * 26.0).exp();
            skin + wires.next(noise) * 1.1 * (-time_s * 17.0).exp()
        })
    }

    /// A hat; `ring_s` says how far it is open.
    pub(crate) fn hat(&mut self, ring_s: f32) -> Vec<f32> {
        let mut body = LowPass::new(7_500.0);
        let mut again = LowPass::new(7_500.0);
        self.stroke(ring_s * 4.0, |time_s, noise| {
            let bright = noise - body.next(noise);
            let thin = bright - again.next(bright);
            thin * (-time_s / ring_s).exp()
        })
    }

    /// One explosion in the cylinder of an old tractor.
    pub(crate) fn motor(&mut self) -> Vec<f32> {
        let mut exhaust = BandPass::new(170.0, 2.2);
        self.stroke(0.22, |time_s, noise| {
            let piston = (TAU * 62.0 * time_s).sin() * 0.5 * (-time_s * 24.0).exp();
            piston + exhaust.next(noise) * 2.4 * (-time_s * 20.0).exp()
        })
    }

    /// Mist: noise in a band that wanders slowly, swelling and going within its length.
    pub(crate) fn mist(&mut self, length_s: f32) -> Vec<f32> {
        let mut band = BandPass::new(600.0, 2.5);
        let lean = self.random.signed();
        let random = &mut self.random;
        let sample = |index: usize| {
            let time_s = seconds_of(index);
            if index.is_multiple_of(64) {
                band.set_centre(700.0 + 350.0 * (time_s * 0.7 + lean * 3.0).sin());
            }
            let swell = (time_s / length_s * TAU / 2.0).sin();
            band.next(random.signed()) * swell * swell
        };
        (0..samples_of(length_s)).map(sample).collect()
    }

    /// Shapes a stroke: calls with the seconds since its start and a sample of noise; starts within a millisecond,
    /// ends in silence.
    fn stroke(&mut self, length_s: f32, mut sample_at: impl FnMut(f32, f32) -> f32) -> Vec<f32> {
        let random = &mut self.random;
        let sample = |index| {
            let time_s = seconds_of(index);
            let edges = (time_s * 1_000.0).min(1.0) * ((length_s - time_s) * 50.0).clamp(0.0, 1.0);
            sample_at(time_s, random.signed()) * edges
        };
        (0..samples_of(length_s)).map(sample).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stroke_is_heard_and_has_no_hard_edges() {
        let mut drums = Drums::new(4);
        for sound in [drums.kick(), drums.snare(), drums.hat(0.03), drums.motor(), drums.mist(1.0)] {
            let loudest = sound.iter().fold(0.0_f32, |loudest, sample| loudest.max(sample.abs()));
            assert!((0.05..2.0).contains(&loudest), "{loudest}");
            assert!(sound.first().unwrap().abs() < 0.01);
            assert!(sound.last().unwrap().abs() < 0.01);
        }
    }
}
