//! The room that the music is played in.
//!
//! How much of an instrument goes into it is decided where the instrument is placed in the mix.

use super::filters::LowPass;
use super::render::{samples_of, seconds_of};

/// Lengths of the delays in samples at 44,100 Hz: primes, so that their echoes seldom meet.
const DELAY_SAMPLES: [usize; 8] = [1_117, 1_327, 1_523, 1_777, 1_973, 2_203, 2_437, 2_687];

/// Sends a stereo sound through a room and gives only what the room answers.
///
/// Eight delays feed one another through a Householder matrix, each with a low-pass for the air (Jot and Chaigne,
/// "Digital delay networks for designing artificial reverberators", AES 90, 1991).
pub(crate) fn reverberate(sound: &[[f32; 2]], decay_s: f32) -> Vec<[f32; 2]> {
    let mut lines = DELAY_SAMPLES.map(|samples| Line::new(samples, decay_s));
    let early = [samples_of(0.011), samples_of(0.017)];
    let mut answer = Vec::with_capacity(sound.len());
    for index in 0..sound.len() {
        let heard = |channel: usize| index.checked_sub(early[channel]).map_or(0.0, |at| sound[at][channel]);
        let input = [heard(0), heard(1)];
        let echoes: [f32; 8] = std::array::from_fn(|line| lines[line].read());
        let shared = echoes.iter().sum::<f32>() / 4.0;
        for (number, line) in lines.iter_mut().enumerate() {
            line.write(input[number % 2] + echoes[number] - shared);
        }
        let left = echoes[0] - echoes[2] + echoes[4] - echoes[6];
        let right = echoes[1] - echoes[3] + echoes[5] - echoes[7];
        answer.push([left * 0.35, right * 0.35]);
    }
    answer
}

/// One delay with the loss of one passage.
struct Line {
    samples: Vec<f32>,
    at: usize,
    gain: f32,
    air: LowPass,
}

impl Line {
    /// `decay_s` is the time in which the room falls by 60 dB.
    fn new(delay_samples: usize, decay_s: f32) -> Self {
        let samples = vec![0.0; delay_samples];
        let passage_s = seconds_of(delay_samples);
        Self { samples, at: 0, gain: 10.0_f32.powf(-3.0 * passage_s / decay_s), air: LowPass::new(5_200.0) }
    }

    fn read(&mut self) -> f32 {
        self.air.next(self.samples[self.at]) * self.gain
    }

    fn write(&mut self, input: f32) {
        self.samples[self.at] = input;
        self.at += 1;
        if self.at == self.samples.len() {
            self.at = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_answers_a_clap_on_both_sides_and_falls_silent() {
        let mut clap = vec![[0.0; 2]; samples_of(4.0)];
        clap[0] = [1.0, 0.0];
        let answer = reverberate(&clap, 1.0);
        let energy = |from_s: f32, channel: usize| -> f32 {
            let from = samples_of(from_s);
            answer[from..from + 4_410].iter().map(|frame| frame[channel] * frame[channel]).sum()
        };
        assert!(energy(0.1, 0) > 0.0 && energy(0.1, 1) > 0.0);
        assert!(energy(3.0, 0) < energy(0.1, 0) * 1e-6);
    }
}
