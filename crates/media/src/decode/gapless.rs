//! Finds out for each container which decoded samples are priming and padding.
//!
//! Sources: the LAME tag (MP3 Info Tag rev 1), RFC 7845 (Opus), the Vorbis I specification A.2, edit lists
//! (ISO/IEC 14496-12, 8.6.6) and Apple's `iTunSMPB`. Cutting is done by `trim`.

use symphonia::core::formats::Track;

use super::mp4_boxes::{Edit, Movie};
use super::ogg_pages::Positions;
use super::trim::Trim;
use crate::error::MediaError;

/// MP3: what the LAME tag says; without one nothing is known and everything is kept.
pub(super) fn mp3(track: &Track) -> Trim {
    match track.delay {
        Some(delay) => Trim { skip: u64::from(delay), keep: track.num_frames },
        None => Trim::NONE,
    }
}

/// Vorbis: a first page that ends earlier than its sound is long cuts the beginning (A.2), the last page cuts the end.
///
/// `first_samples` are the samples of the packets up to the first position.
pub(super) fn vorbis(positions: Option<Positions>, first_samples: u64) -> Trim {
    let Some(positions) = positions else { return Trim::NONE };
    // Where one page is both, what is too much is at the end.
    let is_cut = first_samples > positions.first && !positions.is_first_the_last;
    let skip = if is_cut { first_samples - positions.first } else { 0 };
    Trim { skip, keep: Some(kept(positions, first_samples, 0)) }
}

/// Opus: the head says how much to skip, and positions count that too.
pub(super) fn opus(positions: Option<Positions>, first_samples: u64, priming: u16) -> Trim {
    let priming = u64::from(priming);
    Trim { skip: priming, keep: positions.map(|positions| kept(positions, first_samples, priming)) }
}

/// Samples from the first to the last position; a recording cut out of a longer one begins at a late position.
fn kept(positions: Positions, first_samples: u64, priming: u64) -> u64 {
    let start = positions.first.saturating_sub(first_samples);
    positions.last.saturating_sub(start).saturating_sub(priming)
}

/// MP4: the note of iTunes, which counts in samples, else the edit list, whose lengths may be rounded.
///
/// `total_ticks` is the length of all samples of the track, none when it is told fragment by fragment.
pub(super) fn mp4(movie: &Movie, track_id: u32, rate_hz: u32, total_ticks: Option<u64>) -> Result<Trim, MediaError> {
    let Some(track) = movie.tracks.iter().find(|track| track.id == track_id) else { return Ok(Trim::NONE) };
    let to_samples = |ticks: u64, ticks_per_second: u32| scale(ticks, rate_hz, ticks_per_second);
    let total = total_ticks.map(|ticks| to_samples(ticks, track.ticks_per_second));
    let note =
        movie.gapless_note.filter(|note| total.is_none_or(|total| note.priming.saturating_add(note.samples) <= total));
    if let Some(note) = note {
        return Ok(Trim { skip: note.priming, keep: Some(note.samples) });
    }
    let edit = match track.edits.as_slice() {
        [] => Edit { length_ticks: 0, start_ticks: 0 },
        [edit] => *edit,
        _ => {
            return Err(MediaError::unsupported("it is put together from several cuts; please export it as one piece"));
        }
    };
    let skip = to_samples(edit.start_ticks, track.ticks_per_second);
    let to_the_end = total.map(|total| total.saturating_sub(skip));
    if edit.length_ticks == 0 {
        return Ok(Trim { skip, keep: to_the_end });
    }
    let length = to_samples(edit.length_ticks, movie.ticks_per_second);
    let rounding = to_samples(1, movie.ticks_per_second).max(1);
    let keep = match to_the_end {
        // What differs by no more than the movie's clock can tell was meant to go to the end.
        Some(to_the_end) if to_the_end.abs_diff(length) <= rounding => to_the_end,
        Some(to_the_end) => to_the_end.min(length),
        None => length,
    };
    Ok(Trim { skip, keep: Some(keep) })
}

/// Converts between clocks, rounded to the nearest.
fn scale(ticks: u64, to_per_second: u32, from_per_second: u32) -> u64 {
    let from = u128::from(from_per_second.max(1));
    let scaled = (u128::from(ticks) * u128::from(to_per_second) + from / 2) / from;
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::mp4_boxes::{GaplessNote, MovieTrack};

    fn positions(first: u64, last: u64) -> Positions {
        Positions { first, packets_to_first: 10, is_first_the_last: first == last, last }
    }

    #[test]
    fn a_first_page_that_ends_early_cuts_the_beginning() {
        assert_eq!(vorbis(Some(positions(13_888, 30_000)), 14_016), Trim { skip: 128, keep: Some(30_000) });
        assert_eq!(vorbis(Some(positions(13_888, 30_000)), 13_888), Trim { skip: 0, keep: Some(30_000) });
    }

    #[test]
    fn an_only_page_cuts_the_end() {
        assert_eq!(vorbis(Some(positions(700, 700)), 1024), Trim { skip: 0, keep: Some(700) });
        assert_eq!(opus(Some(positions(1012, 1012)), 1920, 312), Trim { skip: 312, keep: Some(700) });
    }

    #[test]
    fn a_recording_that_begins_at_a_late_position_is_as_long_as_it_lasts() {
        assert_eq!(vorbis(Some(positions(90_000, 100_000)), 4000), Trim { skip: 0, keep: Some(14_000) });
        assert_eq!(opus(Some(positions(90_000, 100_000)), 4000, 312), Trim { skip: 312, keep: Some(13_688) });
    }

    fn movie(edits: Vec<Edit>, gapless_note: Option<GaplessNote>) -> Movie {
        let track = MovieTrack { id: 1, ticks_per_second: 44_100, edits, claimed_rate_hz: 44_100 };
        Movie { ticks_per_second: 1000, tracks: vec![track], gapless_note, claimed_file_bytes: 0 }
    }

    #[test]
    fn an_edit_whose_length_is_rounded_goes_to_the_end() {
        let movie = movie(vec![Edit { length_ticks: 1000, start_ticks: 1024 }], None);
        let trim = mp4(&movie, 1, 44_100, Some(1024 + 44_120)).expect("one edit");
        assert_eq!(trim, Trim { skip: 1024, keep: Some(44_120) });
    }

    #[test]
    fn an_edit_that_is_clearly_shorter_cuts_the_end() {
        let movie = movie(vec![Edit { length_ticks: 1000, start_ticks: 2112 }], None);
        let trim = mp4(&movie, 1, 44_100, Some(47 * 1024)).expect("one edit");
        assert_eq!(trim, Trim { skip: 2112, keep: Some(44_100) });
    }

    #[test]
    fn the_note_of_itunes_goes_before_the_edit_list() {
        let note = GaplessNote { priming: 2112, samples: 44_101 };
        let movie = movie(vec![Edit { length_ticks: 1000, start_ticks: 1024 }], Some(note));
        let trim = mp4(&movie, 1, 44_100, Some(47 * 1024)).expect("a note");
        assert_eq!(trim, Trim { skip: 2112, keep: Some(44_101) });
    }

    #[test]
    fn a_note_that_promises_more_than_there_is_is_not_believed() {
        let note = GaplessNote { priming: 2112, samples: 1_000_000 };
        let movie = movie(vec![], Some(note));
        let trim = mp4(&movie, 1, 44_100, Some(47 * 1024)).expect("no edit");
        assert_eq!(trim, Trim { skip: 0, keep: Some(47 * 1024) });
    }

    #[test]
    fn several_cuts_are_refused() {
        let edit = Edit { length_ticks: 10, start_ticks: 0 };
        assert!(matches!(mp4(&movie(vec![edit, edit], None), 1, 44_100, None), Err(MediaError::Unsupported { .. })));
    }
}
