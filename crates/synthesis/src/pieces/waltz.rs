//! Valse des labours: a waltz in A minor for three plucked strings.

use crate::instruments::{Ensemble, Tone};
use crate::render::{Mix, Place};
use crate::score::{Note, Tempo, frequency_hz, read_line};

const BEATS_PER_BAR: f32 = 3.0;
/// Where the second time of the first part begins, with the second voice.
const RETURN_BEATS: f32 = 48.0;
const FINAL_BEATS: f32 = 72.0;

const FIRST_PART: &str = "E5:1.5 D5:.5 C5:1 | F5:2 A5:1 | D5:1.5 C5:.5 B4:1 | E5:2 G5:1 \
     | C5:1.5 B4:.5 A4:1 | D5:2 F5:1 | E5:.5 D5 C5 B4 A4 G#4 | A4:2 r:1";
const SECOND_PART: &str = "G5:1 E5:.5 G5 C6:1 | B5 G5:.5 B5 D6:1 | C6:1.5 B5:.5 A5:1 | G#5:2 B5:1 \
     | A5 F5:.5 A5 C6:1 | G5:1.5 F5:.5 E5:1 | F5:.5 A5 G5 F5 E5 D5 | E5:1 G#5 B5";
/// Below the first part when it returns.
const SECOND_VOICE: &str = "C5:1.5 B4:.5 A4:1 | D5:2 F5:1 | B4:1.5 A4:.5 G4:1 | C5:2 E5:1 \
     | A4:1.5 G4:.5 F4:1 | B4:2 D5:1 | C5:.5 B4 A4 G#4 F4 E4 | E4:2 r:1";

const FIRST_BASS: &str = "A2:3 | D3 | G2 | C3 | F2 | B2 | E2 | A2";
const SECOND_BASS: &str = "C3:3 | B2 | A2 | G#2 | F2 | E2 | D3 | E2";
const FIRST_CHORDS: &str = "A3+C4+E4:3 | A3+D4+F4 | G3+B3+D4 | G3+C4+E4 | A3+C4+F4 | A3+D4+F4 | G#3+B3+D4 | A3+C4+E4";
const SECOND_CHORDS: &str = "G3+C4+E4:3 | G3+B3+D4 | A3+C4+E4 | B3+D4+E4 | A3+C4+F4 | G3+C4+E4 | A3+D4+F4 | G#3+B3+D4";
/// The last chord turns to major, strummed from below.
const FINAL_CHORD: &str = "A2+E3+A3+C#4+E4+B4+A5:3";

/// Plays the piece.
pub(super) fn play() -> Vec<[f32; 2]> {
    let tempo = Tempo { slowing_from_beats: 66.0, slowing: 0.16, ..Tempo::steady(168.0) };
    let mut band = Band { ensemble: Ensemble::new(1), tempo, mix: Mix::new(31.5) };
    band.accompany(FIRST_BASS, FIRST_CHORDS, 0.0);
    band.accompany(SECOND_BASS, SECOND_CHORDS, 24.0);
    band.accompany(FIRST_BASS, FIRST_CHORDS, RETURN_BEATS);
    let melody = Place { gain: 0.9, pan: -0.22, room: 0.3 };
    band.sing(FIRST_PART, 0.0, melody);
    band.sing(SECOND_PART, 24.0, melody);
    band.sing(FIRST_PART, RETURN_BEATS, melody);
    band.sing(SECOND_VOICE, RETURN_BEATS, Place { gain: 0.6, pan: 0.45, room: 0.35 });
    band.strum_the_end();
    band.mix.finish(1.5, 2.5, 1.1)
}

struct Band {
    ensemble: Ensemble,
    tempo: Tempo,
    mix: Mix,
}

impl Band {
    fn sing(&mut self, line: &str, from_beats: f32, place: Place) {
        for note in read_line(line) {
            let velocity = if note.start_beats % BEATS_PER_BAR == 0.0 { 0.88 } else { 0.72 };
            let late = Note { start_beats: note.start_beats + from_beats, ..note };
            // A string rings a little into the next note, as it does under fingers.
            self.pluck(&late, velocity, 0.12, place);
        }
    }

    /// A bass note on one, the chord on two and three.
    fn accompany(&mut self, bass: &str, chords: &str, from_beats: f32) {
        for note in read_line(bass) {
            let start_beats = note.start_beats + from_beats;
            let low = Note { start_beats, length_beats: 2.2, key: note.key };
            self.pluck(&low, 0.72, 0.0, Place { gain: 0.85, pan: 0.05, room: 0.2 });
        }
        for note in read_line(chords) {
            for (beat, velocity) in [(1.0, 0.5), (2.0, 0.42)] {
                let start_beats = note.start_beats + from_beats + beat;
                let short = Note { start_beats, length_beats: 0.55, key: note.key };
                self.pluck(&short, velocity, 0.0, Place { gain: 0.6, pan: 0.35, room: 0.3 });
            }
        }
    }

    fn strum_the_end(&mut self) {
        let mut start_s = self.tempo.seconds(FINAL_BEATS);
        for note in read_line(FINAL_CHORD) {
            let tone = Tone { frequency_hz: frequency_hz(note.key), length_s: 5.5, velocity: 0.7 };
            let sound = self.ensemble.pluck(tone, 6.0);
            let pan = (f32::from(note.key) - 62.0) / 40.0;
            self.mix.add(start_s, &sound, Place { gain: 0.7, pan, room: 0.35 });
            start_s += 0.075;
        }
    }

    fn pluck(&mut self, note: &Note, velocity: f32, overlap_s: f32, place: Place) {
        let tone = Tone {
            frequency_hz: frequency_hz(note.key),
            length_s: self.tempo.length_s(note) + overlap_s,
            velocity: velocity + 0.05 * self.ensemble.whim(),
        };
        let start_s = (self.tempo.seconds(note.start_beats) + 0.02 + 0.006 * self.ensemble.whim()).max(0.0);
        let sound = self.ensemble.pluck(tone, 3.5);
        self.mix.add(start_s, &sound, place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_fills_its_eight_bars() {
        for part in [FIRST_PART, SECOND_PART, SECOND_VOICE, FIRST_BASS, SECOND_BASS, FIRST_CHORDS, SECOND_CHORDS] {
            crate::score::assert_full_bars(part, BEATS_PER_BAR, 8);
        }
    }
}
