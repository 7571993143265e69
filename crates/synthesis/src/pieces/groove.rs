//! Tracteur de nuit: a tractor is started, finds a groove, and is parked again.

use crate::drums::Drums;
use crate::instruments::{Ensemble, Tone};
use crate::render::{Mix, Place};
use crate::score::{Note, Tempo, frequency_hz, read_line, read_strokes};

const LENGTH_S: f32 = 30.0;
const BEATS_PER_BAR: f32 = 4.0;
/// The motor has the first bar to itself.
const GROOVE_BEATS: f32 = 4.0;
const TUNE_BEATS: f32 = 20.0;
const FINAL_BEATS: f32 = 44.0;

/// Four bars: D minor, G, C, A.
const BASS: &str = "D2:.75 r:.25 D2 r F2:.5 A2 r C3 A2 | G2:.75 r:.25 G2 r B2:.5 D3 r B2 G2 \
     | C2:.75 r:.25 C2 r E2:.5 G2 r B2 G2 | A1:.75 r:.25 A2 r G2:.5 E2 r C#2 E2";
const CHORDS: &str = "F3+A3+C4+E4:.75 r:1 F3+A3+C4+E4:.25 r:.5 F3+A3+C4+E4 r:1 \
     | F3+A3+B3+E4:.75 r:1 F3+A3+B3+E4:.25 r:.5 F3+A3+B3+E4 r:1 \
     | E3+G3+B3+D4:.75 r:1 E3+G3+B3+D4:.25 r:.5 E3+G3+B3+D4 r:1 \
     | G3+B3+C#4+F4:.75 r:1 G3+B3+C#4+F4:.25 r:.5 G3+B3+C#4+F4 r:1";
const TUNE: &str = "A4:.5 C5 E5:1 D5:.5 C5:.25 A4:.75 r:.5 | B4 D5 F5:1 E5:.5 D5:.25 B4:.75 r:.5 \
     | G4 B4 D5:.75 E5:.25 G5:1 E5:.5 D5 | C#5 E5 G5 Bb5 A5:1.5 r:.5 \
     | F5 E5:.25 D5 C5:.5 A4 D5:1 r | B4:.25 C5 D5:.5 E5 F5 A5:1 B5";
const FINAL_CHORD: &str = "C2+E3+G3+A3+D4:3";

const KICK: &str = "x.....o.x.o....o";
const SNARE: &str = "....x..o....x...";
const HAT: &str = "o.x.o.xoo.x.o.xo";
const FILL: &str = "....x..o.o..xoxx";

/// Plays the piece.
pub(super) fn play() -> Vec<[f32; 2]> {
    let tempo = Tempo { swing: 0.22, ..Tempo::steady(104.0) };
    let mut ensemble = Ensemble::new(3);
    let mut drums = Drums::new(3);
    let mut keys = play_keys(&mut ensemble, &tempo);
    duck_under_kick(&mut keys, &tempo);
    let mut mix = Mix::new(LENGTH_S);
    mix.join(&keys);
    mix.join(&play_tune(&mut ensemble, &tempo));
    play_bass(&mut mix, &mut ensemble, &tempo);
    play_drums(&mut mix, &mut drums, &tempo);
    run_motor(&mut mix, &mut drums, &tempo);
    mix.finish(1.1, 2.0, 1.5)
}

fn play_keys(ensemble: &mut Ensemble, tempo: &Tempo) -> Mix {
    let mut keys = Mix::new(LENGTH_S);
    let bars = repeat(CHORDS, FINAL_BEATS);
    let last = read_line(FINAL_CHORD).into_iter().map(|note| late(note, FINAL_BEATS));
    for note in bars.into_iter().chain(last) {
        let velocity = 0.6 + 0.08 * ensemble.whim();
        let tone = Tone { frequency_hz: frequency_hz(note.key), length_s: tempo.length_s(&note), velocity };
        let sound = ensemble.electric_piano(tone);
        let pan = (f32::from(note.key) - 58.0) / 18.0;
        keys.add(tempo.seconds(note.start_beats), &sound, Place { gain: 0.24, pan: pan.clamp(-0.7, 0.7), room: 0.25 });
    }
    keys
}

fn play_tune(ensemble: &mut Ensemble, tempo: &Tempo) -> Mix {
    let mut voice = Mix::new(LENGTH_S);
    let mut from_hz = frequency_hz(67);
    let end = Note { start_beats: FINAL_BEATS - TUNE_BEATS, length_beats: 2.5, key: 84 };
    for note in read_line(TUNE).into_iter().chain([end]).map(|note| late(note, TUNE_BEATS)) {
        let frequency_hz = frequency_hz(note.key);
        let tone = Tone { frequency_hz, length_s: tempo.length_s(&note) * 0.92, velocity: 0.8 };
        // It slides a third of the way at most, else it would be a siren.
        let slide_hz = from_hz.clamp(frequency_hz * 0.94, frequency_hz * 1.06);
        let sound = ensemble.whistle(tone, slide_hz);
        voice.add(tempo.seconds(note.start_beats), &sound, Place { gain: 0.28, pan: -0.12, room: 0.35 });
        from_hz = frequency_hz;
    }
    voice.echo(tempo.seconds(0.75), 0.25);
    voice
}

fn play_bass(mix: &mut Mix, ensemble: &mut Ensemble, tempo: &Tempo) {
    for note in repeat(BASS, FINAL_BEATS) {
        let velocity = if note.start_beats % BEATS_PER_BAR == 0.0 { 0.95 } else { 0.75 };
        let tone = Tone { frequency_hz: frequency_hz(note.key), length_s: tempo.length_s(&note) * 0.9, velocity };
        let sound = ensemble.bass(tone);
        mix.add(tempo.seconds(note.start_beats), &sound, Place { gain: 0.5, pan: 0.0, room: 0.03 });
    }
    let last = Tone { frequency_hz: frequency_hz(36), length_s: 1.6, velocity: 0.9 };
    mix.add(tempo.seconds(FINAL_BEATS), &ensemble.bass(last), Place { gain: 0.55, pan: 0.0, room: 0.05 });
}

fn play_drums(mix: &mut Mix, drums: &mut Drums, tempo: &Tempo) {
    let mut bar_beats = GROOVE_BEATS;
    while bar_beats < FINAL_BEATS {
        let is_before_a_turn = bar_beats + BEATS_PER_BAR == TUNE_BEATS || bar_beats + BEATS_PER_BAR == FINAL_BEATS;
        let snare = if is_before_a_turn { FILL } else { SNARE };
        for stroke in read_strokes(KICK) {
            let start_s = tempo.seconds(bar_beats + stroke.start_beats);
            mix.add(start_s, &drums.kick(), Place { gain: 0.8 * stroke.velocity, pan: 0.0, room: 0.02 });
        }
        for stroke in read_strokes(snare) {
            let start_s = tempo.seconds(bar_beats + stroke.start_beats);
            mix.add(start_s, &drums.snare(), Place { gain: 0.5 * stroke.velocity, pan: 0.1, room: 0.25 });
        }
        for stroke in read_strokes(HAT) {
            let start_s = tempo.seconds(bar_beats + stroke.start_beats);
            let ring_s = if stroke.velocity > 0.9 { 0.05 } else { 0.022 };
            mix.add(start_s, &drums.hat(ring_s), Place { gain: 0.3 * stroke.velocity, pan: -0.4, room: 0.1 });
        }
        bar_beats += BEATS_PER_BAR;
    }
    let end_s = tempo.seconds(FINAL_BEATS);
    mix.add(end_s, &drums.kick(), Place { gain: 0.85, pan: 0.0, room: 0.1 });
    mix.add(end_s, &drums.hat(0.35), Place { gain: 0.3, pan: -0.3, room: 0.4 });
}

/// Starts slowly until it runs in sixteenths of the groove, and dies away after the last chord.
fn run_motor(mix: &mut Mix, drums: &mut Drums, tempo: &Tempo) {
    let sixteenth_s = tempo.seconds(0.5) / 2.0;
    let (mut start_s, mut pause_s) = (tempo.seconds(GROOVE_BEATS), sixteenth_s);
    while start_s > 0.05 {
        mix.add(start_s, &drums.motor(), Place { gain: 0.5, pan: -0.3, room: 0.2 });
        start_s -= pause_s;
        pause_s *= 1.09;
    }
    let (mut start_s, mut pause_s) = (tempo.seconds(FINAL_BEATS + 1.0), sixteenth_s);
    while pause_s < 4.0 * sixteenth_s {
        mix.add(start_s, &drums.motor(), Place { gain: 0.42, pan: 0.4 - pause_s, room: 0.3 });
        start_s += pause_s;
        pause_s *= 1.22;
    }
}

/// The kick pushes the keys away for a moment, so that both have their place.
fn duck_under_kick(keys: &mut Mix, tempo: &Tempo) {
    let mut kicks_s: Vec<f32> = Vec::new();
    let mut bar_beats = GROOVE_BEATS;
    while bar_beats < FINAL_BEATS {
        kicks_s.extend(read_strokes(KICK).iter().map(|stroke| tempo.seconds(bar_beats + stroke.start_beats)));
        bar_beats += BEATS_PER_BAR;
    }
    let mut next = 0;
    keys.shape(|time_s| {
        while next + 1 < kicks_s.len() && kicks_s[next + 1] <= time_s {
            next += 1;
        }
        let since_s = (time_s - kicks_s[next]).max(0.0);
        let before = if time_s < kicks_s[next] { 0.0 } else { (since_s * 200.0).min(1.0) };
        1.0 - 0.45 * before * (-since_s * 9.0).exp()
    });
}

/// The four bars again and again from the start of the groove until the last chord.
fn repeat(line: &str, until_beats: f32) -> Vec<Note> {
    let bars = read_line(line);
    let mut notes = Vec::new();
    let mut from_beats = GROOVE_BEATS;
    while from_beats < until_beats {
        notes.extend(bars.iter().map(|note| late(*note, from_beats)).filter(|note| note.start_beats < until_beats));
        from_beats += 4.0 * BEATS_PER_BAR;
    }
    notes
}

fn late(note: Note, by_beats: f32) -> Note {
    Note { start_beats: note.start_beats + by_beats, ..note }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::assert_full_bars;

    #[test]
    fn every_part_fills_its_bars() {
        assert_full_bars(BASS, BEATS_PER_BAR, 4);
        assert_full_bars(CHORDS, BEATS_PER_BAR, 4);
        assert_full_bars(TUNE, BEATS_PER_BAR, 6);
        for rhythm in [KICK, SNARE, HAT, FILL] {
            assert_eq!(rhythm.len(), 16, "{rhythm}");
        }
    }
}
