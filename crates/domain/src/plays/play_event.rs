//! What a player says about a play, and what several such sayings add up to.

use chrono::{DateTime, TimeDelta, Utc};
use sillon_database::ids::{PlayId, TrackId};

/// A play counts when this much was heard, or half the track where that is less.
const COUNTS_AFTER_MS: i64 = 30_000;
/// An event may be this much faster than the ones before it and still be believed: requests take their time.
const JITTER: TimeDelta = TimeDelta::seconds(2);

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlayEventKind {
    /// Sound comes out.
    Start,
    /// So much was heard that the play counts.
    Reached,
    /// The end of the track was heard.
    End,
    /// The listener went on to something else, or closed the page.
    Skip,
}

/// One event about a play. Times are spans, so that the listener's clock need not be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlayEvent {
    /// The play: chosen by the player at the start, the same in all its events.
    pub play_id: PlayId,
    /// The track that is played.
    pub track_id: TrackId,
    /// What happened.
    pub kind: PlayEventKind,
    /// Time from the start of the play until this event was sent, in milliseconds.
    pub elapsed_ms: u64,
    /// Time heard until the event, in milliseconds.
    pub heard_ms: u64,
}

/// What the events of a play say together.
///
/// Invariant: joining is commutative, associative and idempotent, so that events may come in any order and any number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Told {
    /// The latest start that any event tells: an event that claims an earlier one than others is not believed.
    pub(super) started_at: DateTime<Utc>,
    /// When the last event arrived.
    pub(super) seen_at: DateTime<Utc>,
    /// The most time heard that any event claims.
    pub(super) claimed_ms: i64,
    pub(super) ended: bool,
    pub(super) skipped: bool,
}

impl Told {
    /// What one event says that arrives now. A play cannot have begun before its track was uploaded. (The publication is
    /// no bound: an encode that is done anew moves it behind plays that began before.)
    pub(super) fn of(event: &PlayEvent, now: DateTime<Utc>, uploaded_at: DateTime<Utc>) -> Self {
        let elapsed = i64::try_from(event.elapsed_ms).ok().and_then(TimeDelta::try_milliseconds);
        let started_at = elapsed.and_then(|elapsed| now.checked_sub_signed(elapsed)).unwrap_or(uploaded_at);
        Self {
            started_at: started_at.max(uploaded_at).min(now),
            seen_at: now,
            claimed_ms: i64::try_from(event.heard_ms).unwrap_or(i64::MAX),
            ended: event.kind == PlayEventKind::End,
            skipped: event.kind == PlayEventKind::Skip,
        }
    }

    pub(super) fn join(self, other: Self) -> Self {
        Self {
            started_at: self.started_at.max(other.started_at),
            seen_at: self.seen_at.max(other.seen_at),
            claimed_ms: self.claimed_ms.max(other.claimed_ms),
            ended: self.ended || other.ended,
            skipped: self.skipped || other.skipped,
        }
    }

    /// The time heard that is believed: no more than was claimed, than the track has, and than has passed.
    pub(super) fn heard_ms(&self, duration_ms: i64) -> i64 {
        let passed_ms = (self.seen_at - self.started_at + JITTER).num_milliseconds();
        self.claimed_ms.min(duration_ms).min(passed_ms).max(0)
    }
}

/// Time heard from which a play of a track of this length counts.
pub(super) fn threshold_ms(duration_ms: i64) -> i64 {
    (duration_ms / 2 + duration_ms % 2).min(COUNTS_AFTER_MS)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use proptest::prelude::*;

    use super::{Told, threshold_ms};

    fn told() -> impl Strategy<Value = Told> {
        let ms = || -100_000_i64..100_000;
        (ms(), ms(), 0_i64..1_000_000, any::<bool>(), any::<bool>()).prop_map(
            |(started, seen, claimed_ms, ended, skipped)| {
                let at = |ms| DateTime::<Utc>::UNIX_EPOCH + TimeDelta::milliseconds(ms);
                Told { started_at: at(started), seen_at: at(started.max(seen)), claimed_ms, ended, skipped }
            },
        )
    }

    proptest! {
        #[test]
        fn neither_order_nor_repetition_changes_what_is_told(a in told(), b in told(), c in told()) {
            prop_assert_eq!(a.join(b), b.join(a));
            prop_assert_eq!(a.join(b).join(c), a.join(b.join(c)));
            prop_assert_eq!(a.join(a), a);
        }

        #[test]
        fn no_more_is_heard_than_the_track_has_and_than_has_passed(a in told(), b in told(), length in 1_i64..500_000) {
            let both = a.join(b);
            let heard = both.heard_ms(length);
            prop_assert!((0..=length).contains(&heard));
            prop_assert!(heard <= (both.seen_at - both.started_at).num_milliseconds() + 2000 || heard == 0);
        }
    }

    #[test]
    fn a_play_counts_after_thirty_seconds_or_half_the_track() {
        for (duration_ms, threshold) in
            [(1, 1), (5, 3), (5000, 2500), (59_999, 30_000), (60_000, 30_000), (600_000, 30_000)]
        {
            assert_eq!(threshold_ms(duration_ms), threshold, "{duration_ms} ms");
        }
    }
}
