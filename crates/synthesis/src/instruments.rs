//! The instruments with a pitch: strings, pipes, pad, bells, bass, electric piano, whistle, drone.
//!
//! Each gives one note as a mono sound near full scale; where it stands is decided in the pieces. Strokes without a
//! pitch belong to `drums`.

use super::filters::{BandPass, LowPass};
use super::random::Random;
use super::render::{RATE, samples_of, seconds_of};
use super::wavetables::{Phase, Wavetable};

/// Samples between two exact levels of an envelope.
const CURVE_SAMPLES: usize = 16;

/// What an instrument is asked to play.
#[derive(Clone, Copy)]
pub(crate) struct Tone {
    /// Fundamental.
    pub(crate) frequency_hz: f32,
    /// How long it is held; it rings on after that.
    pub(crate) length_s: f32,
    /// How hard, up to 1.
    pub(crate) velocity: f32,
}

/// How a held tone comes and goes.
#[derive(Clone, Copy)]
pub(crate) struct Envelope {
    /// Time to full level.
    pub(crate) attack_s: f32,
    /// Time in which it falls to `sustain`, by 63 %.
    pub(crate) decay_s: f32,
    /// Level that it falls to.
    pub(crate) sustain: f32,
    /// Time to silence after the note was let go.
    pub(crate) release_s: f32,
}

impl Envelope {
    /// Level at a time, for a note held so long.
    fn level(&self, time_s: f32, length_s: f32) -> f32 {
        let rise = (time_s / self.attack_s).min(1.0);
        let fallen = ((self.attack_s - time_s).min(0.0) / self.decay_s).exp();
        let held = self.sustain + (1.0 - self.sustain) * fallen;
        let left = (1.0 - (time_s - length_s) / self.release_s).clamp(0.0, 1.0);
        rise * rise * (3.0 - 2.0 * rise) * held * left * left
    }
}

/// All instruments, with the randomness that makes no two notes alike.
pub(crate) struct Ensemble {
    random: Random,
    sine: Wavetable,
    pipe: Wavetable,
    reed: Wavetable,
    strings: Wavetable,
    saw: Wavetable,
}

impl Ensemble {
    /// Equal seeds play equally.
    pub(crate) fn new(seed: u64) -> Self {
        let falling = |power: f32, count: u8| (1..=count).map(|n| f32::from(n).powf(-power)).collect::<Vec<f32>>();
        Self {
            random: Random::new(seed),
            sine: Wavetable::of_harmonics(&[1.0]),
            pipe: Wavetable::of_harmonics(&[1.0, 0.5, 0.22, 0.16, 0.05, 0.05, 0.02, 0.04]),
            reed: Wavetable::of_harmonics(&[1.0, 0.12, 0.5, 0.08, 0.26, 0.05, 0.12, 0.03, 0.06]),
            strings: Wavetable::of_harmonics(&falling(1.35, 14)),
            saw: Wavetable::of_harmonics(&falling(1.0, 40)),
        }
    }

    /// A small difference, evenly from −1 to 1.
    pub(crate) fn whim(&mut self) -> f32 {
        self.random.signed()
    }

    /// A plucked string after Karplus and Strong, "Digital synthesis of plucked-string and drum timbres" (1983), with
    /// the tuning of Jaffe and Smith, "Extensions of the Karplus-Strong plucked-string algorithm" (1983).
    ///
    /// `ring_s` is the time in which it falls by 60 dB.
    pub(crate) fn pluck(&mut self, tone: Tone, ring_s: f32) -> Vec<f32> {
        const RELEASE_S: f32 = 0.25;
        // Weight of the older sample in the string's loss, which is also its delay in samples.
        let loss = 0.5;
        let period = RATE / tone.frequency_hz;
        let mut string = self.pluck_shape(period - loss, tone.velocity);
        let whole = string.len();
        // What the whole samples leave of the period is done by an all-pass.
        let rest = period - loss - seconds_of(whole) * RATE;
        let bend = (1.0 - rest) / (1.0 + rest);
        let kept = 10.0_f32.powf(-3.0 / (tone.frequency_hz * ring_s));
        let envelope = Envelope { attack_s: 0.001, decay_s: 1.0, sustain: 1.0, release_s: RELEASE_S };
        let (mut before, mut bent_input, mut bent_output, mut at) = (0.0, 0.0, 0.0, 0);
        let mut sound = Vec::with_capacity(samples_of(tone.length_s + RELEASE_S));
        for index in 0..samples_of(tone.length_s + RELEASE_S) {
            let output = string[at];
            let softer = output * (1.0 - loss) + before * loss;
            before = output;
            bent_output = bend * (softer - bent_output) + bent_input;
            bent_input = softer;
            string[at] = bent_output * kept;
            at = if at + 1 == whole { 0 } else { at + 1 };
            sound.push(output * envelope.level(seconds_of(index), tone.length_s) * tone.velocity);
        }
        sound
    }

    /// An organ pipe of wood, with the breath of its mouth at the start.
    pub(crate) fn pipe(&mut self, tone: Tone) -> Vec<f32> {
        let envelope = Envelope { attack_s: 0.035, decay_s: 0.2, sustain: 0.85, release_s: 0.14 };
        let breath_hz = (tone.frequency_hz * 5.0).min(6_000.0);
        let mut breath = BandPass::new(breath_hz, 3.0);
        let random = &mut self.random;
        let table = &self.pipe;
        let mut phase = Phase::new(0.0);
        sustained(tone, envelope, |time_s, step| {
            let chiff = breath.next(random.signed()) * (0.02 + 0.35 * (-time_s * 28.0).exp());
            table.at(phase.advance(step)) + chiff
        })
    }

    /// A softer reed pipe, to be told from the other.
    pub(crate) fn reed(&mut self, tone: Tone) -> Vec<f32> {
        let envelope = Envelope { attack_s: 0.028, decay_s: 0.3, sustain: 0.8, release_s: 0.12 };
        let mut phase = Phase::new(0.0);
        let mut edge = LowPass::new(2_600.0);
        let table = &self.reed;
        sustained(tone, envelope, |_, step| edge.next(table.at(phase.advance(step))))
    }

    /// Bowed strings from afar: two players, a filter that opens slowly. Two takes differ, for left and right.
    pub(crate) fn pad(&mut self, tone: Tone, envelope: Envelope) -> Vec<f32> {
        let spread = 1.0 + 0.0022 * (1.0 + 0.3 * self.whim());
        let mut phases = [Phase::new(self.whim()), Phase::new(self.whim())];
        let sway = Phase::new(self.whim()).advance(0.0);
        let mut filter = LowPass::new(500.0);
        let mut until_update = 0_u8;
        let (table, sine) = (&self.strings, &self.sine);
        sustained(tone, envelope, |time_s, step| {
            if until_update == 0 {
                let slow = sine.at((time_s * 0.13 + sway).fract());
                let opening = (time_s / (tone.length_s * 0.7)).min(1.0);
                filter.set_cutoff(500.0 + (900.0 + 1_600.0 * opening + 500.0 * slow) * tone.velocity);
                until_update = 64;
            }
            until_update -= 1;
            let [first, second] = &mut phases;
            filter.next(table.at(first.advance(step * spread)) + table.at(second.advance(step / spread))) * 0.8
        })
    }

    /// A bell by frequency modulation (Chowning, "The synthesis of complex audio spectra by means of frequency
    /// modulation", 1973): the modulator stands in no whole ratio, and the sound clears while it rings.
    pub(crate) fn bell(&mut self, tone: Tone, ring_s: f32) -> Vec<f32> {
        let envelope = Envelope { attack_s: 0.002, decay_s: ring_s / 4.5, sustain: 0.0, release_s: 0.3 };
        let held = Tone { length_s: ring_s, ..tone };
        let mut phases = [0.0, 0.0, 0.25].map(Phase::new);
        let sine = &self.sine;
        let depth = 0.5 * tone.velocity * (600.0 / tone.frequency_hz).min(1.0);
        sustained(held, envelope, |time_s, step| {
            let clearing = (-time_s * 3.5 / ring_s).exp();
            let [carrier, modulator, hum] = &mut phases;
            let bend = sine.at(modulator.advance((step * 3.53).min(0.99))) * depth * clearing;
            let strike = sine.at((carrier.advance(step) + bend).rem_euclid(1.0));
            0.8 * strike + 0.2 * sine.at(hum.advance(step * 0.5))
        })
    }

    /// An electric piano: a struck bar beside a tine, by frequency modulation at the ratio 1 with a glint at 14.
    pub(crate) fn electric_piano(&mut self, tone: Tone) -> Vec<f32> {
        let envelope = Envelope { attack_s: 0.003, decay_s: 0.9, sustain: 0.15, release_s: 0.12 };
        let mut phases = [0.0, 0.0, 0.0].map(Phase::new);
        let sine = &self.sine;
        sustained(tone, envelope, |time_s, step| {
            let [carrier, modulator, overtone] = &mut phases;
            let bend = sine.at(modulator.advance(step)) * 0.19 * tone.velocity * (0.35 + 0.65 * (-time_s * 4.0).exp());
            let glint = sine.at(overtone.advance((step * 14.0).min(0.45))) * 0.12 * (-time_s * 18.0).exp();
            sine.at((carrier.advance(step) + bend).rem_euclid(1.0)) + glint * tone.velocity
        })
    }

    /// A bass: a saw behind two low-passes that close after the attack, with its sine below.
    pub(crate) fn bass(&mut self, tone: Tone) -> Vec<f32> {
        let envelope = Envelope { attack_s: 0.004, decay_s: 0.5, sustain: 0.6, release_s: 0.06 };
        let mut filters = [LowPass::new(400.0), LowPass::new(400.0)];
        let mut until_update = 0_u8;
        let mut phase = Phase::new(0.0);
        let (saw, sine) = (&self.saw, &self.sine);
        sustained(tone, envelope, |time_s, step| {
            if until_update == 0 {
                let cutoff_hz = 260.0 + 1_700.0 * tone.velocity * (-time_s * 9.0).exp();
                for filter in &mut filters {
                    filter.set_cutoff(cutoff_hz);
                }
                until_update = 32;
            }
            until_update -= 1;
            let at = phase.advance(step);
            let [first, second] = &mut filters;
            second.next(first.next(saw.at(at))) * 1.6 + sine.at(at) * 0.45
        })
    }

    /// A whistle that slides into its note and trembles when it is held.
    pub(crate) fn whistle(&mut self, tone: Tone, from_hz: f32) -> Vec<f32> {
        let envelope = Envelope { attack_s: 0.03, decay_s: 0.4, sustain: 0.8, release_s: 0.1 };
        let mut phase = Phase::new(0.0);
        let mut tremble = Phase::new(0.0);
        let (table, sine) = (&self.pipe, &self.sine);
        let slide = from_hz / tone.frequency_hz - 1.0;
        sustained(tone, envelope, |time_s, step| {
            let vibrato = sine.at(tremble.advance(5.4 / RATE)) * 0.006 * ((time_s - 0.2) * 3.0).clamp(0.0, 1.0);
            table.at(phase.advance(step * (1.0 + vibrato + slide * (-time_s * 45.0).exp())))
        })
    }

    /// A pure partial that swells and goes, as a singer's mouth lifts it out of a drone.
    pub(crate) fn partial(&mut self, tone: Tone, envelope: Envelope) -> Vec<f32> {
        let mut phase = Phase::new(self.whim());
        let mut tremble = Phase::new(self.whim());
        let sine = &self.sine;
        sustained(tone, envelope, |_, step| {
            let beating = 1.0 + 0.18 * sine.at(tremble.advance(3.1 / RATE));
            sine.at(phase.advance(step)) * beating
        })
    }

    /// The string itself before it is let go: noise, duller when played softly, without the harmonics that have a
    /// node where it is plucked.
    fn pluck_shape(&mut self, period_samples: f32, velocity: f32) -> Vec<f32> {
        // The all-pass works best for a rest between 0.1 and 1.1 samples.
        let count = samples_of((period_samples - 0.6) / RATE);
        let mut dull = LowPass::new(1_200.0 + 7_000.0 * velocity * velocity);
        // The filter settles before the first sample that counts.
        let noise: Vec<f32> = (0..count * 2).map(|_| dull.next(self.random.signed())).skip(count).collect();
        let node = count * 2 / 9;
        let combed: Vec<f32> = (0..count).map(|at| noise[at] - 0.9 * noise[(at + count - node) % count]).collect();
        let samples = seconds_of(count) * RATE;
        let mean = combed.iter().sum::<f32>() / samples;
        let power = combed.iter().map(|sample| (sample - mean) * (sample - mean)).sum::<f32>() / samples;
        let scale = 0.35 / power.sqrt().max(1e-6);
        combed.iter().map(|sample| (sample - mean) * scale).collect()
    }
}

/// Calls an oscillator for every sample of a note with the seconds since its start and the share of a period per
/// sample, and shapes what it gives.
fn sustained(tone: Tone, envelope: Envelope, mut oscillator: impl FnMut(f32, f32) -> f32) -> Vec<f32> {
    let step = tone.frequency_hz / RATE;
    let mut level = 0.0;
    let mut slope = 0.0;
    let sample = |index: usize| {
        let time_s = seconds_of(index);
        // The curve is followed in straight lines of a third of a millisecond: its exponential costs too much.
        if index.is_multiple_of(CURVE_SAMPLES) {
            level = envelope.level(time_s, tone.length_s);
            let next = envelope.level(seconds_of(index + CURVE_SAMPLES), tone.length_s);
            slope = (next - level) / (seconds_of(CURVE_SAMPLES) * RATE);
        } else {
            level += slope;
        }
        oscillator(time_s, step) * level * tone.velocity
    };
    (0..samples_of(tone.length_s + envelope.release_s)).map(sample).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TONE: Tone = Tone { frequency_hz: 440.0, length_s: 1.0, velocity: 0.8 };
    const SLOW: Envelope = Envelope { attack_s: 0.3, decay_s: 1.0, sustain: 0.8, release_s: 0.5 };

    fn everyone(tone: Tone) -> Vec<(&'static str, Vec<f32>)> {
        let mut ensemble = Ensemble::new(3);
        vec![
            ("pluck", ensemble.pluck(tone, 3.0)),
            ("pipe", ensemble.pipe(tone)),
            ("reed", ensemble.reed(tone)),
            ("pad", ensemble.pad(tone, SLOW)),
            ("bell", ensemble.bell(tone, 2.0)),
            ("electric piano", ensemble.electric_piano(tone)),
            ("bass", ensemble.bass(tone)),
            ("whistle", ensemble.whistle(tone, 415.0)),
            ("partial", ensemble.partial(tone, SLOW)),
        ]
    }

    /// How strongly a sound beats with a sine of this frequency.
    fn strength(sound: &[f32], frequency_hz: f64) -> f64 {
        let (mut along, mut across) = (0.0, 0.0);
        for (index, sample) in sound.iter().enumerate() {
            let turn = std::f64::consts::TAU * frequency_hz * f64::from(seconds_of(index));
            along += f64::from(*sample) * turn.cos();
            across += f64::from(*sample) * turn.sin();
        }
        along.hypot(across)
    }

    #[test]
    fn every_instrument_is_heard_and_ends_in_silence() {
        for (name, sound) in everyone(TONE) {
            let loudest = sound.iter().fold(0.0_f32, |loudest, sample| loudest.max(sample.abs()));
            assert!((0.1..2.5).contains(&loudest), "{name}: {loudest}");
            assert!(sound.first().unwrap().abs() < 0.02, "{name}");
            assert!(sound.last().unwrap().abs() < 0.001, "{name}");
        }
    }

    #[test]
    fn a_plucked_string_is_in_tune() {
        for frequency_hz in [110.0, 293.66, 440.0, 987.77, 1_046.5] {
            let tone = Tone { frequency_hz, ..TONE };
            let sound = Ensemble::new(5).pluck(tone, 4.0);
            let ringing = &sound[4_410..40_000];
            let heard = |cents: f64| strength(ringing, f64::from(frequency_hz) * (cents / 1_200.0).exp2());
            let best = (-30..=30).map(f64::from).max_by(|a, b| heard(*a).total_cmp(&heard(*b))).unwrap();
            assert!(best.abs() <= 5.0, "{frequency_hz} Hz is off by {best} cents");
        }
    }

    #[test]
    fn harder_plucks_are_louder() {
        let energy = |velocity| {
            let sound = Ensemble::new(9).pluck(Tone { velocity, ..TONE }, 3.0);
            sound.iter().map(|sample| sample * sample).sum::<f32>()
        };
        assert!(energy(0.9) > 2.0 * energy(0.4));
    }
}
