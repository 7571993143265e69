//! A signal as it was seen, and what is the same in all of them.

use chrono::{DateTime, TimeDelta, Utc};
use sillon_database::entities::launch_observation::SignalState;
use sillon_domain::launch::NewObservation;

use crate::visible::is_hidden;

/// How far a clock may be ahead of ours.
const SKEW: TimeDelta = TimeDelta::minutes(5);

/// Why a signal could not be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unchecked(pub(super) String);

impl Unchecked {
    pub(super) fn because(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// What a source said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) is_good: bool,
    pub(super) value: String,
    pub(super) observed_at: Option<DateTime<Utc>>,
    pub(super) reason: String,
}

/// What is known of a signal before it is looked at.
#[derive(Clone, Debug)]
pub(super) struct Signal {
    pub(super) name: &'static str,
    pub(super) threshold: String,
    pub(super) age_limit: Option<TimeDelta>,
    pub(super) source: String,
}

impl Signal {
    /// Puts both together; a time that is too old or in the future makes it unchecked.
    pub(super) fn observe(self, seen: Result<Seen, Unchecked>, now: DateTime<Utc>) -> NewObservation {
        let seen = seen.and_then(|seen| match seen.observed_at {
            Some(at) => fresh(at, self.age_limit, now).map(|()| seen),
            None => Ok(seen),
        });
        let (state, value, observed_at, reason) = match seen {
            Ok(seen) => {
                let state = if seen.is_good { SignalState::Green } else { SignalState::Red };
                (state, Some(seen.value), seen.observed_at, seen.reason)
            }
            Err(Unchecked(reason)) => (SignalState::Unchecked, None, None, reason),
        };
        NewObservation {
            signal: self.name.to_owned(),
            state,
            value: value.as_deref().map(visible),
            threshold: self.threshold,
            observed_at,
            age_limit_s: self.age_limit.map(|limit| limit.num_seconds()),
            source: visible(&self.source),
            reason: visible(&reason),
        }
    }
}

/// What others wrote, such as the title of an issue, moves no cursor, turns no line round and begins none of its own.
fn visible(text: &str) -> String {
    text.chars().map(|letter| if is_hidden(letter) { ' ' } else { letter }).collect()
}

/// Refuses a time that is older than the limit, or ahead of our clock.
pub(super) fn fresh(at: DateTime<Utc>, limit: Option<TimeDelta>, now: DateTime<Utc>) -> Result<(), Unchecked> {
    if at > now + SKEW {
        return Err(Unchecked(format!("its time {} is in the future", at.to_rfc3339())));
    }
    match limit {
        Some(limit) if now - at > limit => {
            Err(Unchecked(format!("it is {} old, at most {} is fresh", span(now - at), span(limit))))
        }
        _ => Ok(()),
    }
}

/// A span for people: its two largest units.
pub(super) fn span(span: TimeDelta) -> String {
    let minutes = span.num_minutes();
    match (minutes / 1440, minutes / 60 % 24, minutes % 60) {
        (0, 0, 0) => format!("{} s", span.num_seconds()),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}
