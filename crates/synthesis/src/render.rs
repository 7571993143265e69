//! The mixing desk: places sounds in time and between the loudspeakers, adds the room, brings the whole to its level.
//!
//! It knows no notes and no instruments.

use std::f32::consts::FRAC_PI_4;

use super::reverb::reverberate;

/// Frames per second of everything here.
pub(crate) const RATE_HZ: u32 = 44_100;

/// The same, for arithmetic.
pub(crate) const RATE: f32 = 44_100.0;

/// The loudest sample of a finished mix: −3 dB of full scale.
const PEAK: f32 = 0.707_945_8;

/// Length of the swell at the start of a mix; short enough not to be heard as one.
const START_S: f32 = 0.003;

/// Frames in so many seconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lengths of the pieces: from 0 to some ten seconds"
)]
pub(crate) fn samples_of(seconds: f32) -> usize {
    (seconds * RATE).round() as usize
}

/// Seconds that so many frames last.
#[expect(clippy::cast_precision_loss, reason = "f32 counts the samples of six minutes exactly")]
pub(crate) fn seconds_of(samples: usize) -> f32 {
    samples as f32 * (1.0 / RATE)
}

/// Where a sound stands.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// Factor on the samples.
    pub(crate) gain: f32,
    /// −1 is left, 1 is right.
    pub(crate) pan: f32,
    /// How much of it the room gets, 0 to 1.
    pub(crate) room: f32,
}

/// A piece while it is put together.
pub(crate) struct Mix {
    direct: Vec<[f32; 2]>,
    to_room: Vec<[f32; 2]>,
}

impl Mix {
    /// Silence of this length. What is placed beyond it is cut.
    pub(crate) fn new(length_s: f32) -> Self {
        let silence = vec![[0.0; 2]; samples_of(length_s)];
        Self { direct: silence.clone(), to_room: silence }
    }

    /// Adds a sound.
    pub(crate) fn add(&mut self, start_s: f32, sound: &[f32], place: Place) {
        let angle = (place.pan + 1.0) * FRAC_PI_4;
        let gains = [angle.cos() * place.gain, angle.sin() * place.gain];
        let start = samples_of(start_s).min(self.direct.len());
        let frames = self.direct[start..].iter_mut().zip(&mut self.to_room[start..]);
        for ((direct, to_room), sample) in frames.zip(sound) {
            for channel in 0..2 {
                let level = sample * gains[channel];
                direct[channel] += level;
                to_room[channel] += level * place.room;
            }
        }
    }

    /// Adds repetitions of all that is there now, each softer and on the other side.
    pub(crate) fn echo(&mut self, delay_s: f32, gain: f32) {
        let delay = samples_of(delay_s).max(1);
        for sound in [&mut self.direct, &mut self.to_room] {
            for index in delay..sound.len() {
                let [left, right] = sound[index - delay];
                sound[index][0] += right * gain;
                sound[index][1] += left * gain;
            }
        }
    }

    /// Adds all of another mix.
    pub(crate) fn join(&mut self, other: &Self) {
        for (ours, theirs) in [(&mut self.direct, &other.direct), (&mut self.to_room, &other.to_room)] {
            for (frame, added) in ours.iter_mut().zip(theirs) {
                frame[0] += added[0];
                frame[1] += added[1];
            }
        }
    }

    /// Turns the sound down where a curve over the seconds says so, 1 leaving it as it is.
    pub(crate) fn shape(&mut self, mut gain_at: impl FnMut(f32) -> f32) {
        for index in 0..self.direct.len() {
            let gain = gain_at(seconds_of(index));
            for frame in [&mut self.direct[index], &mut self.to_room[index]] {
                frame[0] *= gain;
                frame[1] *= gain;
            }
        }
    }

    /// Adds the room, fades the end to silence and brings the loudest sample to −3 dB of full scale.
    ///
    /// `warmth` rounds the loudest peaks: 1 hardly, 3 as a tape does.
    pub(crate) fn finish(self, room_decay_s: f32, fade_s: f32, warmth: f32) -> Vec<[f32; 2]> {
        let mut sound = reverberate(&self.to_room, room_decay_s);
        for (frame, direct) in sound.iter_mut().zip(&self.direct) {
            frame[0] += direct[0];
            frame[1] += direct[1];
        }
        scale_to_peak(&mut sound, 1.0);
        round_peaks(&mut sound, warmth);
        remove_offset(&mut sound);
        fade(&mut sound, fade_s);
        scale_to_peak(&mut sound, PEAK);
        sound
    }
}

fn round_peaks(sound: &mut [[f32; 2]], warmth: f32) {
    for sample in sound.as_flattened_mut() {
        // The cubic that bends from slope 1 to slope 0 between 0 and 1.5, a soft knee without a transcendental.
        let driven = (*sample * warmth).clamp(-1.5, 1.5);
        *sample = driven - driven * driven * driven * (4.0 / 27.0);
    }
}

/// A high-pass at 12 Hz: what stands still is no sound.
fn remove_offset(sound: &mut [[f32; 2]]) {
    const KEPT: f32 = 1.0 - std::f32::consts::TAU * 12.0 / RATE;
    let mut before = [0.0; 2];
    let mut output = [0.0; 2];
    for frame in sound {
        for channel in 0..2 {
            output[channel] = frame[channel] - before[channel] + KEPT * output[channel];
            before[channel] = frame[channel];
            frame[channel] = output[channel];
        }
    }
}

fn fade(sound: &mut [[f32; 2]], fade_s: f32) {
    let length_s = seconds_of(sound.len());
    for (index, frame) in sound.iter_mut().enumerate() {
        let time_s = seconds_of(index);
        let start = (time_s / START_S).min(1.0);
        let end = ((length_s - time_s) / fade_s).clamp(0.0, 1.0);
        // The end is a quarter of cosine's slope at both sides: it neither starts nor stops suddenly.
        let gain = start * end * end * (3.0 - 2.0 * end);
        frame[0] *= gain;
        frame[1] *= gain;
    }
}

fn scale_to_peak(sound: &mut [[f32; 2]], peak: f32) {
    let loudest = sound.as_flattened().iter().fold(0.0_f32, |loudest, sample| loudest.max(sample.abs()));
    if loudest > 0.0 {
        for sample in sound.as_flattened_mut() {
            *sample *= peak / loudest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second_of_tone() -> Vec<f32> {
        (0..44_100).map(|index| (seconds_of(index) * 440.0 * std::f32::consts::TAU).sin() + 0.2).collect()
    }

    #[test]
    fn a_finished_mix_has_its_peak_at_minus_3_db_and_no_offset() {
        let mut mix = Mix::new(2.0);
        mix.add(0.0, &second_of_tone(), Place { gain: 5.0, pan: 0.0, room: 0.2 });
        let sound = mix.finish(1.0, 0.5, 1.0);
        let loudest = sound.as_flattened().iter().fold(0.0_f32, |loudest, sample| loudest.max(sample.abs()));
        assert!((loudest - PEAK).abs() < 1e-4);
        let settled = &sound[samples_of(0.3)..samples_of(0.8)];
        let mean = settled.iter().map(|frame| frame[0]).sum::<f32>() / seconds_of(settled.len()) / RATE;
        assert!(mean.abs() < 0.01, "{mean}");
    }

    #[test]
    fn a_sound_on_the_left_is_not_heard_on_the_right() {
        let mut mix = Mix::new(1.0);
        mix.add(0.0, &second_of_tone(), Place { gain: 1.0, pan: -1.0, room: 0.0 });
        assert!(mix.direct.iter().all(|frame| frame[1].abs() < 1e-6));
        assert!(mix.direct.iter().any(|frame| frame[0].abs() > 0.5));
    }

    #[test]
    fn an_echo_returns_on_the_other_side() {
        let mut mix = Mix::new(1.0);
        mix.add(0.0, &[1.0], Place { gain: 1.0, pan: -1.0, room: 0.0 });
        mix.echo(0.5, 0.5);
        assert!((mix.direct[samples_of(0.5)][1] - 0.5).abs() < 1e-6);
    }

    #[test]
    fn a_sound_beyond_the_end_is_cut() {
        let mut mix = Mix::new(0.5);
        mix.add(0.4, &second_of_tone(), Place { gain: 1.0, pan: 0.0, room: 0.0 });
        assert_eq!(mix.finish(1.0, 0.1, 1.0).len(), samples_of(0.5));
    }
}
