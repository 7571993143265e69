//! Terre profonde and Le dernier rang: a drone whose overtones turn into a chorale. One rendering, cut in two where
//! the chorale begins, so that the two pieces play without a gap.

use crate::drums::Drums;
use crate::instruments::{Ensemble, Envelope, Tone};
use crate::render::{Mix, Place, samples_of};
use crate::score::{Tempo, frequency_hz, read_line};

const SEAM_S: f32 = 24.0;
const LENGTH_S: f32 = 54.0;
/// D2, the ground that every overtone is a multiple of.
const GROUND_HZ: f32 = 73.416_19;

/// Number of the overtone and the seconds it takes; 7 and 11 lie between the keys of a piano.
const OVERTONES: [(f32, f32); 14] = [
    (8.0, 2.2),
    (9.0, 1.1),
    (10.0, 2.2),
    (9.0, 1.1),
    (12.0, 2.2),
    (11.0, 1.1),
    (10.0, 1.1),
    (8.0, 1.1),
    (7.0, 2.2),
    (6.0, 1.1),
    (8.0, 1.1),
    (10.0, 1.1),
    (12.0, 1.1),
    (16.0, 2.2),
];
const OVERTONES_START_S: f32 = 2.9;

/// The upper voice climbs the scale to the top of the hill; then the subdominant in minor says amen.
const CHORDS: &str = "D3+D4+F#4+A4:2 G2+D4+G4+B4 | F#2+C#4+A4+C#5 B2+D4+F#4+D5 | C#3+E4+A4+E5 D3+D4+A4+F#5 \
     | G2+D4+B4+G5 A2+D4+A4+F#5 | A2+C#4+G4+E5 D3+A3+F#4+D5 | D3+Bb3+G4+D5:3 D2+A3+F#4+D5:5";
const MELODY: &str = "A4:2 B4 | C#5 D5 | E5 F#5 | G5 F#5 | E5 D5 | D5:3 F#5:5";

/// The fifth piece: until the chorale begins.
pub(super) fn play_drone() -> Vec<[f32; 2]> {
    let mut both = play_both();
    both.truncate(samples_of(SEAM_S));
    both
}

/// The sixth piece: from where the fifth ends.
pub(super) fn play_chorale() -> Vec<[f32; 2]> {
    play_both().split_off(samples_of(SEAM_S))
}

fn play_both() -> Vec<[f32; 2]> {
    let mut ensemble = Ensemble::new(5);
    let mut mix = Mix::new(LENGTH_S);
    hold_ground(&mut mix, &mut ensemble);
    lift_overtones(&mut mix, &mut ensemble);
    sing_chorale(&mut mix, &mut ensemble);
    let mut drums = Drums::new(5);
    for pan in [-0.9, 0.9] {
        mix.add(SEAM_S - 14.0, &drums.mist(26.0), Place { gain: 0.035, pan, room: 0.4 });
    }
    mix.finish(3.0, 4.0, 1.1)
}

/// The drone sounds through the seam, and is left while the chorale climbs.
fn hold_ground(mix: &mut Mix, ensemble: &mut Ensemble) {
    let envelope = Envelope { attack_s: 4.0, decay_s: 8.0, sustain: 0.9, release_s: 7.0 };
    for (multiple, gain) in [(1.0, 0.34), (2.0, 0.16), (3.0, 0.13)] {
        let tone = Tone { frequency_hz: GROUND_HZ * multiple, length_s: SEAM_S + 1.0, velocity: 0.6 };
        for pan in [-0.7, 0.7] {
            mix.add(0.0, &ensemble.pad(tone, envelope), Place { gain, pan, room: 0.3 });
        }
    }
    // Four strings of a tanpura: fifth, octaves, ground; the last round leads over the seam.
    for round in 0..6_u8 {
        let strings = [(1.5, 0.0, -0.5), (2.0, 1.1, 0.2), (2.0, 2.0, 0.5), (1.0, 2.9, -0.1)];
        for (multiple, start_s, pan) in strings {
            let tone = Tone { frequency_hz: GROUND_HZ * multiple, length_s: 5.0, velocity: 0.62 };
            let start_s = 0.6 + start_s + 4.4 * f32::from(round);
            mix.add(start_s, &ensemble.pluck(tone, 7.0), Place { gain: 0.3, pan, room: 0.4 });
        }
    }
}

fn lift_overtones(mix: &mut Mix, ensemble: &mut Ensemble) {
    let envelope = Envelope { attack_s: 0.28, decay_s: 3.0, sustain: 0.7, release_s: 0.7 };
    let mut start_s = OVERTONES_START_S;
    for (number, length_s) in OVERTONES {
        let tone = Tone { frequency_hz: GROUND_HZ * number, length_s, velocity: 0.8 };
        let pan = (number - 9.5) / 12.0;
        mix.add(start_s, &ensemble.partial(tone, envelope), Place { gain: 0.2, pan, room: 0.6 });
        // Its neighbours are lifted a little with it, as in a mouth.
        for (neighbour, gain) in [(number - 1.0, 0.035), (number + 1.0, 0.05), (number * 2.0, 0.03)] {
            let tone = Tone { frequency_hz: GROUND_HZ * neighbour, ..tone };
            mix.add(start_s, &ensemble.partial(tone, envelope), Place { gain, pan: -pan, room: 0.6 });
        }
        start_s += length_s;
    }
}

fn sing_chorale(mix: &mut Mix, ensemble: &mut Ensemble) {
    let tempo = Tempo { slowing_from_beats: 16.0, slowing: 0.045, ..Tempo::steady(78.0) };
    let envelope = Envelope { attack_s: 0.22, decay_s: 3.0, sustain: 0.8, release_s: 1.1 };
    for note in read_line(CHORDS) {
        let start_s = SEAM_S + tempo.seconds(note.start_beats);
        let climb = 0.62 + 0.02 * note.start_beats.min(14.0);
        let tone = Tone { frequency_hz: frequency_hz(note.key), length_s: tempo.length_s(&note), velocity: climb };
        for pan in [-0.6, 0.6] {
            mix.add(start_s, &ensemble.pad(tone, envelope), Place { gain: 0.26, pan, room: 0.4 });
        }
        mix.add(start_s, &ensemble.pipe(tone), Place { gain: 0.1, pan: 0.0, room: 0.5 });
        let octave = Tone { length_s: tone.length_s + 0.6, ..tone };
        let strum_s = (f32::from(note.key) - 43.0).max(0.0) * 0.004;
        let pan = (f32::from(note.key) - 64.0) / 30.0;
        mix.add(start_s + strum_s, &ensemble.pluck(octave, 4.5), Place { gain: 0.26, pan, room: 0.4 });
    }
    for note in read_line(MELODY) {
        let frequency_hz = frequency_hz(note.key) * 2.0;
        let tone = Tone { frequency_hz, length_s: 1.0, velocity: 0.55 };
        let start_s = SEAM_S + tempo.seconds(note.start_beats) + 0.05;
        let pan = 0.4 * ensemble.whim();
        mix.add(start_s, &ensemble.bell(tone, 3.5), Place { gain: 0.14, pan, room: 0.7 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::assert_full_bars;

    #[test]
    fn chords_and_melody_end_together() {
        let end = |line| read_line(line).iter().map(|note| note.start_beats + note.length_beats).fold(0.0, f32::max);
        assert!((end(CHORDS) - end(MELODY)).abs() < 1e-6);
        let climb = |line: &'static str| line.rsplit_once('|').unwrap().0;
        assert_full_bars(climb(CHORDS), 4.0, 5);
        assert_full_bars(climb(MELODY), 4.0, 5);
    }

    #[test]
    fn the_overtones_end_before_the_seam() {
        let length_s: f32 = OVERTONES.iter().map(|(_, length_s)| length_s).sum();
        assert!(OVERTONES_START_S + length_s <= SEAM_S);
    }
}
