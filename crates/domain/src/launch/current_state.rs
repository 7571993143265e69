//! How the launch stands now, by the last check of the monitor.

use chrono::{DateTime, TimeDelta, Utc};
use sillon_database::{Reads, entities::launch_observation};

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
    let signals = latest_check(tx).await?;
    let checked_at = signals.first().map(|signal| signal.checked_at);
    let is_stale = checked_at.is_some_and(|at| clock.now() - at > BELIEVED_FOR);
    let seen = verdict(signals.iter().map(|signal| signal.state));
    let verdict = if is_stale && seen == Verdict::Go { Verdict::Hold } else { seen };
    Ok(CurrentState { checked_at, is_stale, signals, verdict })
}
