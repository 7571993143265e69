//! Fugato des alouettes: a subject, its answer in the fifth, an entry in the relative major, one in the bass.

use crate::instruments::{Ensemble, Tone};
use crate::render::{Mix, Place};
use crate::score::{Tempo, frequency_hz, read_line};

const BEATS_PER_BAR: f32 = 4.0;

/// Rests for the subject; answer; episode; entry in F; episode; counter-subject; cadence.
const UPPER: &str = "r:4 | r | A4:1 D5 C5:.5 B4 A4 C5 | D5 C5 B4 A4 G#4 A4 B4:1 \
     | C5:.5 D5 E5:1 F5:.5 E5 D5 F5 | E5 D5 C5 E5 D5 C5 Bb4 G4 \
     | F4:1 C5 A4:.5 G4 F4 A4 | Bb4 A4 G4 F4 E4 F4 G4:1 \
     | A4:.5 C5 F5:1 E5:.5 D5 C#5:1 | D5:.5 A4 C5 E5 D5 C5 Bb4 A4 | Bb4:1 G4 A4:.5 F4 G4 C#5 \
     | D5 E5 F5:1 E5:.5 D5 C#5:1 | D5:4";
/// Subject; counter-subject; episode; tenths below the entry; episode; subject in the bass; cadence.
const LOWER: &str = "D4:1 A4 F4:.5 E4 D4 F4 | G4 F4 E4 D4 C#4 D4 E4:1 \
     | F4:.5 E4 F4 D4 E4 G4 F4 E4 | F4:1 D4 E4:.5 C4 E4 D4 \
     | C4 B3 A3 C4 D4:1 Bb3 | C4 A3 Bb3 G3:.5 C4 \
     | A3 Bb3 C4 A3 F3 E3 D3 F3 | G3:1 Bb3:.5 A3 G3 A3 C3 E3 \
     | F3 A3 D4:1 G3 A3 | D3 A3 F3:.5 E3 D3 F3 | G3 F3 E3 D3 C#3 D3 E3:1 \
     | F3:.5 G3 A3 Bb3 G3 G#3 A3 A2 | D3:4";
/// Joins both voices in the last bar, and makes it major.
const FINAL_CHORD: &str = "D2+F#4+A4:4";
const FINAL_BEATS: f32 = 48.0;

/// Plays the piece.
pub(super) fn play() -> Vec<[f32; 2]> {
    let tempo = Tempo { slowing_from_beats: 44.0, slowing: 0.14, ..Tempo::steady(110.0) };
    let mut ensemble = Ensemble::new(4);
    let mut mix = Mix::new(33.0);
    for (line, from_beats) in [(UPPER, 0.0), (FINAL_CHORD, FINAL_BEATS)] {
        for note in read_line(line) {
            let start_s = tempo.seconds(note.start_beats + from_beats) + 0.02;
            // Detached a little, as a player of the organ makes lines clear.
            let length_s = tempo.length_s(&note) * 0.93;
            let tone = Tone { frequency_hz: frequency_hz(note.key), length_s, velocity: accent(note.start_beats) };
            mix.add(start_s, &ensemble.pipe(tone), Place { gain: 0.3, pan: -0.35, room: 0.4 });
            mix.add(start_s, &ensemble.pluck(tone, 2.2), Place { gain: 0.22, pan: -0.5, room: 0.3 });
        }
    }
    for note in read_line(LOWER) {
        let start_s = tempo.seconds(note.start_beats) + 0.02 + 0.004 * ensemble.whim();
        let length_s = tempo.length_s(&note) * 0.93;
        let tone = Tone { frequency_hz: frequency_hz(note.key), length_s, velocity: accent(note.start_beats) };
        mix.add(start_s, &ensemble.reed(tone), Place { gain: 0.36, pan: 0.35, room: 0.4 });
        mix.add(start_s, &ensemble.pluck(tone, 2.2), Place { gain: 0.24, pan: 0.5, room: 0.3 });
    }
    mix.finish(2.4, 2.0, 1.2)
}

fn accent(start_beats: f32) -> f32 {
    match start_beats % BEATS_PER_BAR {
        0.0 => 0.9,
        2.0 => 0.82,
        beat if beat.fract() == 0.0 => 0.76,
        _ => 0.7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::assert_full_bars;

    #[test]
    fn both_voices_fill_their_thirteen_bars() {
        assert_full_bars(UPPER, BEATS_PER_BAR, 13);
        assert_full_bars(LOWER, BEATS_PER_BAR, 13);
    }

    #[test]
    fn the_voices_meet_on_consonances_on_every_beat_and_never_cross() {
        let (upper, lower) = (read_line(UPPER), read_line(LOWER));
        for above in upper.iter().filter(|note| note.start_beats.fract() == 0.0) {
            let sounding = lower.iter().rfind(|note| note.start_beats <= above.start_beats).unwrap();
            let interval = above.key.checked_sub(sounding.key).expect("the voices do not cross");
            // Unison, thirds, fifth, sixths, and the tritone that leads home.
            assert!([0, 3, 4, 6, 7, 8, 9].contains(&(interval % 12)), "{interval} at {}", above.start_beats);
        }
    }
}
