//! How the launch stands now, by the last check of the monitor.

use chrono::{DateTime, TimeDelta, Utc};
use sillon_database::{
    Reads,
    entities::launch_observation::{self, SignalState},
};

use super::{Verdict, latest_check, verdict};
use crate::{Clock, Failure};

/// A monitor in its loop looks every minute or so; an older check says nothing about now.
const BELIEVED_FOR: TimeDelta = TimeDelta::minutes(15);

/// The last check, and what follows from it.
#[derive(Clone, Debug)]
pub struct CurrentState {
    /// When it was made; none before the first one.
    pub checked_at: Option<DateTime<Utc>>,
    /// Whether it is too old.
    pub is_stale: bool,
    /// What it saw.
    pub signals: Vec<launch_observation::Model>,
    /// What follows. Never GO from a check that is too old.
    pub verdict: Verdict,
}

/// Reads the last check.
pub async fn current_state(tx: &impl Reads, clock: &Clock) -> Result<CurrentState, Failure> {
    let signals = latest_check(tx, clock.now()).await?;
    let checked_at = signals.first().map(|signal| signal.checked_at);
    let is_stale = checked_at.is_some_and(|at| is_stale(clock.now(), at));
    let states = signals.iter().map(|signal| signal.state);
    let verdict = checked_at.map_or(Verdict::Hold, |at| verdict_at(clock.now(), at, states));
    Ok(CurrentState { checked_at, is_stale, signals, verdict })
}

fn is_stale(now: DateTime<Utc>, checked_at: DateTime<Utc>) -> bool {
    now - checked_at > BELIEVED_FOR
}

/// What follows now from a check of that time. Never GO from one that is too old.
pub fn verdict_at(
    now: DateTime<Utc>,
    checked_at: DateTime<Utc>,
    states: impl IntoIterator<Item = SignalState>,
) -> Verdict {
    let seen = verdict(states);
    if is_stale(now, checked_at) && seen == Verdict::Go { Verdict::Hold } else { seen }
}
