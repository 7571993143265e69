//! Gives jobs back to the queue whose worker let its lease run out. It looks at `lease_until` alone: there is no table of
//! workers that could disagree.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, SimpleExpr},
};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        job::{self, Column, State},
        job_failure,
    },
    ids::JobId,
    sea_orm,
};

use super::lease::without_lease;
use crate::{Clock, Failure};

const AT_ONCE: u64 = 500;
const LOST: &str = "the worker ended, or was not heard of until the lease ran out";

/// Makes abandoned jobs claimable again, their attempt counted; says how many. At most 500 at once.
pub async fn rescue_jobs(tx: &mut WriteTx, clock: &Clock) -> Result<usize, Failure> {
    let now = clock.now();
    let abandoned = job::Entity::find()
        .select_only()
        .columns([Column::Id, Column::Attempt])
        .filter(is_running())
        .filter(Column::LeaseUntil.lte(now))
        .limit(AT_ONCE)
        .lock_with_behavior(sea_orm::sea_query::LockType::Update, sea_orm::sea_query::LockBehavior::SkipLocked);
    let abandoned: Vec<(JobId, i32)> = abandoned.into_tuple().all(tx.conn()).await?;
    if abandoned.is_empty() {
        return Ok(0);
    }
    without_lease(job::Entity::update_many())
        .col_expr(Column::State, Expr::value(State::Available))
        .col_expr(Column::LastError, Expr::value(LOST))
        .filter(Column::Id.is_in(abandoned.iter().map(|(id, _)| *id)))
        .exec(tx.conn())
        .await?;
    let failures = abandoned.iter().map(|(id, attempt)| job_failure::ActiveModel {
        job_id: Set(*id),
        attempt: Set(*attempt),
        failed_at: Set(now),
        error: Set(LOST.to_owned()),
    });
    job_failure::Entity::insert_many(failures).exec_without_returning(tx.conn()).await?;
    Ok(abandoned.len())
}

/// Whether a job waits for [`rescue_jobs`].
pub async fn jobs_are_abandoned(tx: &impl Reads, clock: &Clock) -> Result<bool, Failure> {
    let lost = job::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(is_running())
        .filter(Column::LeaseUntil.lte(clock.now()));
    Ok(lost.into_tuple::<JobId>().one(tx.conn()).await?.is_some())
}

/// In the text, so that SQLite's planner knows that the index of running jobs serves.
fn is_running() -> SimpleExpr {
    Expr::cust("jobs.state = 'running'")
}
