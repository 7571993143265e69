//! What the monitor saw: written at each check, read by the day's report and by the operator's page.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use sillon_database::{
    Reads, WriteTx,
    entities::launch_observation::{self, Column, SignalState},
    ids::{LaunchCheckId, ObservationId},
    sea_orm,
};

use crate::Failure;

const KEPT_FOR: TimeDelta = TimeDelta::days(30);
/// How far the clock of the machine that checks may be ahead.
const SKEW: TimeDelta = TimeDelta::minutes(5);

/// One signal as it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewObservation {
    /// Which signal.
    pub signal: String,
    /// How it stands.
    pub state: SignalState,
    /// What was measured, for people.
    pub value: Option<String>,
    /// What it is held against, for people.
    pub threshold: String,
    /// When the source itself saw it.
    pub observed_at: Option<DateTime<Utc>>,
    /// How old it may be, in seconds.
    pub age_limit_s: Option<i64>,
    /// Where it comes from.
    pub source: String,
    /// Why it stands so.
    pub reason: String,
}

/// Writes one check of all signals, and forgets those of more than thirty days ago.
pub async fn record_check(
    tx: &mut WriteTx,
    checked_at: DateTime<Utc>,
    seen: &[NewObservation],
) -> Result<LaunchCheckId, Failure> {
    let check_id = LaunchCheckId::new(checked_at);
    let rows = seen.iter().map(|one| launch_observation::ActiveModel {
        id: Set(ObservationId::new(checked_at)),
        check_id: Set(check_id),
        checked_at: Set(checked_at),
        signal: Set(one.signal.clone()),
        state: Set(one.state),
        value: Set(one.value.clone()),
        threshold: Set(one.threshold.clone()),
        observed_at: Set(one.observed_at),
        age_limit_s: Set(one.age_limit_s),
        source: Set(one.source.clone()),
        reason: Set(one.reason.clone()),
    });
    launch_observation::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    let old = launch_observation::Entity::delete_many().filter(Column::CheckedAt.lt(checked_at - KEPT_FOR));
    old.exec(tx.conn()).await?;
    Ok(check_id)
}

/// The signals of the newest check until now, in the order in which they were written; empty before the first one. What
/// a clock that was wrong dated later hides nothing.
pub async fn latest_check(tx: &impl Reads, now: DateTime<Utc>) -> Result<Vec<launch_observation::Model>, Failure> {
    let newest = launch_observation::Entity::find()
        .filter(Column::CheckedAt.lte(now + SKEW))
        .order_by_desc(Column::CheckedAt)
        .order_by_desc(Column::CheckId)
        .one(tx.conn())
        .await?;
    let Some(newest) = newest else { return Ok(Vec::new()) };
    let signals =
        launch_observation::Entity::find().filter(Column::CheckId.eq(newest.check_id)).order_by_asc(Column::Signal);
    Ok(signals.all(tx.conn()).await?)
}

/// Everything seen since an instant until now, oldest first.
pub async fn observations_since(
    tx: &impl Reads,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<launch_observation::Model>, Failure> {
    let seen = launch_observation::Entity::find()
        .filter(Column::CheckedAt.between(since, now + SKEW))
        .order_by_asc(Column::CheckedAt)
        .order_by_asc(Column::Signal);
    Ok(seen.all(tx.conn()).await?)
}
