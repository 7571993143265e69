//! Brume de mars: six slow chords of strings, with bells in the mist.

use crate::drums::Drums;
use crate::instruments::{Ensemble, Envelope, Tone};
use crate::render::{Mix, Place};
use crate::score::{Tempo, frequency_hz, read_line};

const CHORDS: &str = "D3+A3+C#4+E4+F#4:4 | B2+F#3+A3+D4+E4 | G2+D3+B3+F#4+A4 | E3+B3+D4+F#4+G4 \
     | A2+G3+B3+D4+F#4 | D3+A3+D4+E4+F#4";
const ROOTS: &str = "D2:4 | B1 | G1 | E2 | A1 | D2";
const BELLS: &str = "r:1 F#5 A5:.5 E6:1.5 | r:.5 D6:1.5 C#6:1 A5 | r B5:.5 F#5 C#6:2 | r:1 G5:.5 B5 F#6:2 \
     | E6:1 D6:.5 B5 F#5:2 | r:.5 A5 E6 F#6 A6:2";

/// Plays the piece.
pub(super) fn play() -> Vec<[f32; 2]> {
    let tempo = Tempo { slowing_from_beats: 20.0, slowing: 0.03, ..Tempo::steady(58.0) };
    let mut ensemble = Ensemble::new(2);
    let mut mix = Mix::new(32.0);
    let envelope = Envelope { attack_s: 1.6, decay_s: 4.0, sustain: 0.8, release_s: 2.6 };
    for note in read_line(CHORDS) {
        let tone = Tone { frequency_hz: frequency_hz(note.key), length_s: tempo.length_s(&note), velocity: 0.7 };
        for pan in [-0.75, 0.75] {
            let sound = ensemble.pad(tone, envelope);
            mix.add(tempo.seconds(note.start_beats), &sound, Place { gain: 0.26, pan, room: 0.45 });
        }
    }
    for note in read_line(ROOTS) {
        let tone = Tone { frequency_hz: frequency_hz(note.key), length_s: tempo.length_s(&note), velocity: 0.8 };
        let sound = ensemble.partial(tone, Envelope { attack_s: 0.9, ..envelope });
        mix.add(tempo.seconds(note.start_beats), &sound, Place { gain: 0.34, pan: 0.0, room: 0.1 });
    }
    let mut drums = Drums::new(2);
    for pan in [-0.9, 0.9] {
        mix.add(0.0, &drums.mist(30.0), Place { gain: 0.05, pan, room: 0.3 });
    }
    mix.join(&ring_bells(&mut ensemble, &tempo));
    mix.finish(3.4, 4.0, 1.1)
}

fn ring_bells(ensemble: &mut Ensemble, tempo: &Tempo) -> Mix {
    let mut bells = Mix::new(32.0);
    for note in read_line(BELLS) {
        let velocity = 0.55 + 0.2 * ensemble.whim();
        let tone = Tone { frequency_hz: frequency_hz(note.key), length_s: 1.0, velocity };
        let start_s = tempo.seconds(note.start_beats) + 0.02 * ensemble.whim().abs();
        let place = Place { gain: 0.38, pan: 0.6 * ensemble.whim(), room: 0.7 };
        bells.add(start_s, &ensemble.bell(tone, 4.0), place);
    }
    // Dotted quavers, the distance at which an echo dances.
    bells.echo(tempo.seconds(0.75), 0.42);
    bells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_fills_its_six_bars() {
        for part in [CHORDS, ROOTS, BELLS] {
            crate::score::assert_full_bars(part, 4.0, 6);
        }
    }
}
