//! What the public page shows.

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sillon_database::{
    Reads,
    entities::{status_component, status_day, status_incident},
    sea_orm,
};

use super::{Part, State};
use crate::{Clock, Failure};

/// Days of history that are kept and shown.
pub const HISTORY_DAYS: i64 = 90;
/// When nobody has looked for so long, what is written down says nothing about now.
const STALE: TimeDelta = TimeDelta::minutes(5);
const MAX_INCIDENTS: u64 = 50;

/// The state of the whole and its history.
#[derive(Clone, Debug)]
pub struct StatusDescription {
    /// The worst state of any part; none before the first look.
    pub state: Option<State>,
    /// Each part that was looked at, with its days, oldest first.
    pub parts: Vec<(status_component::Model, Vec<status_day::Model>)>,
    /// Newest first.
    pub incidents: Vec<status_incident::Model>,
}

/// Reads the state and the history.
pub async fn describe_status(tx: &impl Reads, clock: &Clock) -> Result<StatusDescription, Failure> {
    let now = clock.now();
    let rows = status_component::Entity::find().all(tx.conn()).await?;
    let days = status_day::Entity::find()
        .filter(status_day::Column::Day.gt((now - TimeDelta::days(HISTORY_DAYS)).date_naive()))
        .order_by_asc(status_day::Column::Day)
        .all(tx.conn())
        .await?;
    let incidents = status_incident::Entity::find()
        .order_by_desc(status_incident::Column::BeganAt)
        .limit(MAX_INCIDENTS)
        .all(tx.conn())
        .await?;
    let part = |part: Part| {
        let row = rows.iter().find(|row| row.component == part.as_str())?.clone();
        let own = days.iter().filter(|day| day.component == part.as_str()).cloned().collect();
        Some((row, own))
    };
    let parts: Vec<_> = Part::ALL.into_iter().filter_map(part).collect();
    let fresh = parts.iter().map(|(row, _)| row).filter(|row| now - row.checked_at < STALE);
    Ok(StatusDescription { state: fresh.map(|row| row.state).max(), parts, incidents })
}
