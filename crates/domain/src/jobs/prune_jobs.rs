//! Forgets jobs that ended long ago.

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        cron_run,
        job::{self, Column, State},
    },
    ids::JobId,
    sea_orm,
};

use crate::{Clock, Failure};

const COMPLETED_KEPT: TimeDelta = TimeDelta::days(1);
const OTHERS_KEPT: TimeDelta = TimeDelta::days(30);
const AT_ONCE: u64 = 1000;

/// Removes completed jobs after a day, dead and cancelled ones after 30, at most 1,000 at once; says how many, so that
/// the caller can go on in a transaction of its own until there are none.
pub async fn prune_jobs(tx: &mut WriteTx, clock: &Clock) -> Result<u64, Failure> {
    let now = clock.now();
    let completed = Column::State.eq(State::Completed).and(Column::FinalizedAt.lte(now - COMPLETED_KEPT));
    let others = Column::FinalizedAt.lte(now - OTHERS_KEPT);
    let old = job::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::FinalizedAt.lte(now - COMPLETED_KEPT))
        .filter(Condition::any().add(completed).add(others))
        .limit(AT_ONCE);
    let old: Vec<JobId> = old.into_tuple().all(tx.conn()).await?;
    if old.is_empty() {
        return Ok(0);
    }
    let gone = job::Entity::delete_many().filter(Column::Id.is_in(old)).exec(tx.conn()).await?;
    Ok(gone.rows_affected)
}

/// Forgets runs of the schedule that were due long ago.
pub async fn prune_cron_runs(tx: &mut WriteTx, clock: &Clock) -> Result<u64, Failure> {
    let old = cron_run::Entity::delete_many().filter(cron_run::Column::DueAt.lte(clock.now() - OTHERS_KEPT));
    Ok(old.exec(tx.conn()).await?.rows_affected)
}
