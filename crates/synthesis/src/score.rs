//! Reads the written music: notes, rhythms, tempo.
//!
//! How a note sounds belongs to `instruments` and `drums`, the music itself to `pieces`.

/// One note, in beats from the start of its line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Note {
    /// When it begins.
    pub(crate) start_beats: f32,
    /// How long it is held.
    pub(crate) length_beats: f32,
    /// Key number after MIDI 1.0: 60 is C4, 69 is A4.
    pub(crate) key: u8,
}

/// A stroke of a drum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stroke {
    /// When it falls.
    pub(crate) start_beats: f32,
    /// How hard, up to 1.
    pub(crate) velocity: f32,
}

/// Reads a line such as `D4:1 F#4+A4:.5 r | G4`.
///
/// A name is a letter, perhaps `#` or `b`, and an octave; `+` joins the notes of a chord; `r` rests; the number after
/// the colon is the length in beats, and without one the length before holds on. Bar lines are there for the reader.
///
/// # Panics
/// On a text that is not in this notation: scores are part of the program, and its tests read all of them.
pub(crate) fn read_line(text: &str) -> Vec<Note> {
    let mut notes = Vec::new();
    let (mut start_beats, mut length_beats) = (0.0, 1.0);
    for word in text.split_whitespace().filter(|word| *word != "|") {
        let (names, length) = word.split_once(':').unwrap_or((word, ""));
        if !length.is_empty() {
            length_beats = length.parse().expect("invariant: the length of a written note is a number of beats");
        }
        if names != "r" {
            let keys = names.split('+').map(|name| read_key(name).expect("invariant: written notes have a pitch"));
            notes.extend(keys.map(|key| Note { start_beats, length_beats, key }));
        }
        start_beats += length_beats;
    }
    notes
}

/// Reads a rhythm of sixteenths such as `x..o`: `x` is a full stroke, `o` a soft one, anything else none.
pub(crate) fn read_strokes(text: &str) -> Vec<Stroke> {
    let mut strokes = Vec::new();
    let mut start_beats = 0.0;
    for sign in text.chars().filter(|sign| !sign.is_whitespace() && *sign != '|') {
        match sign {
            'x' => strokes.push(Stroke { start_beats, velocity: 1.0 }),
            'o' => strokes.push(Stroke { start_beats, velocity: 0.45 }),
            _ => {}
        }
        start_beats += 0.25;
    }
    strokes
}

/// Frequency of a key in equal temperament, A4 at 440 Hz.
pub(crate) fn frequency_hz(key: u8) -> f32 {
    440.0 * ((f32::from(key) - 69.0) / 12.0).exp2()
}

/// Where beats fall in time.
pub(crate) struct Tempo {
    /// Beats per minute until the slowing begins.
    pub(crate) beats_per_minute: f32,
    /// The beat from which it slows.
    pub(crate) slowing_from_beats: f32,
    /// How much longer each beat gets than the one before, as a share of a beat; 0 keeps the time.
    pub(crate) slowing: f32,
    /// How late the second of two sixteenths comes, as a share of a sixteenth; 0 is straight.
    pub(crate) swing: f32,
}

impl Tempo {
    /// The same pulse from the first beat to the last.
    pub(crate) fn steady(beats_per_minute: f32) -> Self {
        Self { beats_per_minute, slowing_from_beats: f32::MAX, slowing: 0.0, swing: 0.0 }
    }

    /// Seconds from the start of the music.
    pub(crate) fn seconds(&self, beats: f32) -> f32 {
        let slow_beats = (beats - self.slowing_from_beats).max(0.0);
        let is_second_sixteenth = ((beats * 4.0).rem_euclid(2.0) - 1.0).abs() < 0.01;
        let late_beats = if is_second_sixteenth { self.swing / 4.0 } else { 0.0 };
        (beats + late_beats + slow_beats * slow_beats * self.slowing / 2.0) * 60.0 / self.beats_per_minute
    }

    /// Seconds that a note is held.
    pub(crate) fn length_s(&self, note: &Note) -> f32 {
        self.seconds(note.start_beats + note.length_beats) - self.seconds(note.start_beats)
    }
}

fn read_key(name: &str) -> Option<u8> {
    let mut signs = name.chars();
    let step: i8 = match signs.next()? {
        'C' => 0,
        'D' => 2,
        'E' => 4,
        'F' => 5,
        'G' => 7,
        'A' => 9,
        'B' => 11,
        _ => return None,
    };
    let rest = signs.as_str();
    let (alteration, octave) = match rest.chars().next()? {
        '#' => (1, rest.get(1..)?),
        'b' => (-1, rest.get(1..)?),
        _ => (0, rest),
    };
    let octave: i8 = octave.parse().ok()?;
    u8::try_from(octave.checked_add(1)?.checked_mul(12)?.checked_add(step + alteration)?).ok()
}

/// Fails unless a line has so many bars and each of them is full: one beat too many moves all that follows.
#[cfg(test)]
pub(crate) fn assert_full_bars(line: &str, beats_per_bar: f32, bars: usize) {
    let mut length_beats = 0.0;
    let mut lengths = Vec::new();
    for bar in line.split('|') {
        let mut sum = 0.0;
        for word in bar.split_whitespace() {
            if let Some((_, length)) = word.split_once(':') {
                length_beats = length.parse().expect("a number of beats");
            }
            sum += length_beats;
        }
        lengths.push(sum);
    }
    assert_eq!(lengths, vec![beats_per_bar; bars], "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_chords_rests_and_the_length_before() {
        let line = read_line("A4:1.5 r:.5 | C4+Eb4 F#4:2");
        let note = |start_beats, length_beats, key| Note { start_beats, length_beats, key };
        assert_eq!(line, [note(0.0, 1.5, 69), note(2.0, 0.5, 60), note(2.0, 0.5, 63), note(2.5, 2.0, 66)]);
    }

    #[test]
    #[should_panic(expected = "written notes have a pitch")]
    fn a_note_that_does_not_exist_fails() {
        read_line("H4:1");
    }

    #[test]
    fn strokes_fall_on_sixteenths() {
        let strokes = read_strokes("x..o | .x");
        let starts: Vec<f32> = strokes.iter().map(|stroke| stroke.start_beats).collect();
        assert_eq!(starts, [0.0, 0.75, 1.25]);
        assert!(strokes[1].velocity < strokes[0].velocity);
    }

    #[test]
    fn concert_pitch_is_440_hz_and_an_octave_doubles_it() {
        assert!((frequency_hz(69) - 440.0).abs() < 1e-3);
        assert!((frequency_hz(81) - 880.0).abs() < 1e-3);
    }

    #[test]
    fn slowing_makes_later_beats_longer_and_never_earlier_ones() {
        let tempo = Tempo { slowing_from_beats: 2.0, slowing: 0.2, ..Tempo::steady(60.0) };
        assert!((tempo.seconds(2.0) - 2.0).abs() < 1e-6);
        assert!(tempo.seconds(4.0) - tempo.seconds(3.0) > tempo.seconds(3.0) - tempo.seconds(2.0));
    }

    #[test]
    fn swing_delays_every_second_sixteenth_only() {
        let tempo = Tempo { swing: 0.2, ..Tempo::steady(60.0) };
        assert!((tempo.seconds(0.5) - 0.5).abs() < 1e-6);
        assert!((tempo.seconds(0.25) - 0.3).abs() < 1e-6);
    }
}
