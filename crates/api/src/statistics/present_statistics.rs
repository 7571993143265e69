//! Statistics as clients see them.

use sillon_domain::plays::{CreatorStatistics, DayNumbers, Numbers, TrackNumbers, TrackStatistics};
use sillon_protocol::{ListeningDay, ListeningNumbers, ListeningTrack};

/// Converts a creator's statistics.
pub(super) fn present_creator_statistics(statistics: CreatorStatistics) -> sillon_protocol::CreatorStatistics {
    sillon_protocol::CreatorStatistics {
        counted_at: statistics.counted_at,
        totals: totals(&statistics.days),
        days: present_days(statistics.days),
        tracks: statistics.tracks.into_iter().map(present_track).collect(),
    }
}

/// Converts a track's statistics.
pub(super) fn present_track_statistics(statistics: TrackStatistics) -> sillon_protocol::TrackStatistics {
    sillon_protocol::TrackStatistics {
        track_id: statistics.track.id.0,
        title: statistics.track.title,
        counted_at: statistics.counted_at,
        totals: totals(&statistics.days),
        days: present_days(statistics.days),
    }
}

fn totals(days: &[DayNumbers]) -> ListeningNumbers {
    present_numbers(days.iter().map(|day| day.numbers).sum())
}

fn present_days(days: Vec<DayNumbers>) -> Vec<ListeningDay> {
    let present = |day: DayNumbers| ListeningDay { day: day.day, numbers: present_numbers(day.numbers) };
    days.into_iter().map(present).collect()
}

fn present_track(track: TrackNumbers) -> ListeningTrack {
    ListeningTrack { id: track.track_id.0, title: track.title, numbers: present_numbers(track.numbers) }
}

fn present_numbers(numbers: Numbers) -> ListeningNumbers {
    let Numbers { starts, plays, listeners, completions, skips, heard_ms } = numbers;
    ListeningNumbers { plays, listeners, completions, skips, starts, heard_ms }
}
