//! The release of the demo: six short pieces by two creators in turn.
//!
//! Invented names only. What the instance stores of them is not decided here.

mod chorale;
mod fugato;
mod groove;
mod mist;
mod waltz;

/// Title of the release.
pub const RELEASE_TITLE: &str = "Six sillons";

/// Who a piece is by. Both are invented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creator {
    /// Of pieces 1, 3 and 5.
    First,
    /// Of pieces 2, 4 and 6.
    Second,
}

impl Creator {
    /// Stage name.
    pub fn display_name(self) -> &'static str {
        match self {
            Self::First => "Atelier Sillon",
            Self::Second => "Les Champs Lents",
        }
    }
}

/// A piece of the release.
pub struct Piece {
    /// Its title.
    pub title: &'static str,
    /// Whose piece it is.
    pub creator: Creator,
    play: fn() -> Vec<[f32; 2]>,
}

impl Piece {
    /// Plays it: stereo frames at 44,100 Hz within ±1, the same ones every time.
    pub fn render(&self) -> Vec<[f32; 2]> {
        (self.play)()
    }
}

/// The six pieces in the order of the release. The fifth runs into the sixth without a gap.
pub fn pieces() -> [Piece; 6] {
    [
        Piece { title: "Valse des labours", creator: Creator::First, play: waltz::play },
        Piece { title: "Brume de mars", creator: Creator::Second, play: mist::play },
        Piece { title: "Tracteur de nuit", creator: Creator::First, play: groove::play },
        Piece { title: "Fugato des alouettes", creator: Creator::Second, play: fugato::play },
        Piece { title: "Terre profonde", creator: Creator::First, play: chorale::play_drone },
        Piece { title: "Le dernier rang", creator: Creator::Second, play: chorale::play_chorale },
    ]
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::*;
    use crate::render::{samples_of, seconds_of};

    fn renderings() -> &'static [Vec<[f32; 2]>] {
        static RENDERINGS: OnceLock<Vec<Vec<[f32; 2]>>> = OnceLock::new();
        RENDERINGS.get_or_init(|| pieces().iter().map(Piece::render).collect())
    }

    fn peak(frames: &[[f32; 2]]) -> f32 {
        frames.as_flattened().iter().fold(0.0, |peak, sample| sample.abs().max(peak))
    }

    /// Root of the mean square, in dB of full scale.
    fn level_db(frames: &[[f32; 2]]) -> f32 {
        let power: f64 = frames.as_flattened().iter().map(|sample| f64::from(*sample).powi(2)).sum();
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a level, not a count")]
        let mean = (power / (frames.len() * 2) as f64) as f32;
        10.0 * mean.max(1e-12).log10()
    }

    fn step(before: [f32; 2], after: [f32; 2]) -> f32 {
        (after[0] - before[0]).abs().max((after[1] - before[1]).abs())
    }

    #[test]
    fn playing_again_gives_the_same_samples() {
        for (piece, rendering) in pieces().iter().zip(renderings()) {
            assert!(piece.render() == *rendering, "{}", piece.title);
        }
    }

    #[test]
    fn every_piece_lasts_18_to_35_seconds() {
        for (piece, rendering) in pieces().iter().zip(renderings()) {
            let length_s = seconds_of(rendering.len());
            assert!((18.0..=35.0).contains(&length_s), "{}: {length_s} s", piece.title);
        }
    }

    #[test]
    fn peaks_stay_3_db_below_full_scale_and_are_reached() {
        for (piece, rendering) in pieces().iter().zip(renderings()) {
            let peak = peak(rendering);
            assert!((0.5..=0.7085).contains(&peak), "{}: {peak}", piece.title);
        }
    }

    #[test]
    fn pieces_are_neither_faint_nor_crushed() {
        for (piece, rendering) in pieces().iter().zip(renderings()) {
            let level = level_db(rendering);
            assert!((-26.0..=-12.0).contains(&level), "{}: {level} dB", piece.title);
        }
    }

    #[test]
    fn no_piece_has_an_offset() {
        for (piece, rendering) in pieces().iter().zip(renderings()) {
            for channel in 0..2 {
                let sum: f64 = rendering.iter().map(|frame| f64::from(frame[channel])).sum();
                let mean = sum / f64::from(seconds_of(rendering.len())) / 44_100.0;
                assert!(mean.abs() < 1e-4, "{}: {mean}", piece.title);
            }
        }
    }

    #[test]
    fn pieces_begin_and_end_without_a_click() {
        for (number, (piece, rendering)) in pieces().iter().zip(renderings()).enumerate() {
            if number != 5 {
                assert!(rendering[..20].windows(2).all(|pair| step(pair[0], pair[1]) < 0.01), "{}", piece.title);
                assert!(peak(&rendering[..1]) < 0.001, "{}", piece.title);
            }
            if number != 4 {
                assert!(peak(&rendering[rendering.len() - 200..]) < 0.001, "{}", piece.title);
                assert!(level_db(&rendering[rendering.len() - samples_of(0.2)..]) < -60.0, "{}", piece.title);
            }
        }
    }

    #[test]
    fn both_channels_are_alike_in_level_and_differ_in_sound() {
        for (piece, rendering) in pieces().iter().zip(renderings()) {
            let of = |channel: usize| rendering.iter().map(|frame| [frame[channel]; 2]).collect::<Vec<_>>();
            let difference: Vec<[f32; 2]> = rendering.iter().map(|frame| [(frame[0] - frame[1]) / 2.0; 2]).collect();
            assert!((level_db(&of(0)) - level_db(&of(1))).abs() < 2.0, "{}", piece.title);
            assert!(level_db(&difference) > -40.0, "{}", piece.title);
        }
    }

    #[test]
    fn the_fifth_piece_runs_into_the_sixth() {
        let [.., drone, chorale] = renderings() else { panic!("there are six pieces") };
        let end = &drone[drone.len() - 2_000..];
        let largest = end.windows(2).map(|pair| step(pair[0], pair[1])).fold(0.0, f32::max);
        assert!(level_db(end) > -35.0, "the music goes on over the seam");
        assert!(step(drone[drone.len() - 1], chorale[0]) <= largest);
        assert!(step(chorale[0], chorale[1]) <= largest * 1.5);
    }

    #[test]
    fn the_creators_take_turns() {
        let creators = pieces().map(|piece| piece.creator);
        assert!(creators.windows(2).all(|pair| pair[0] != pair[1]));
        assert_ne!(Creator::First.display_name(), Creator::Second.display_name());
    }
}
