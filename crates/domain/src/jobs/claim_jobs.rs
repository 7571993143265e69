//! Claims jobs: those whose time has come, and those whose worker let its lease run out.

use chrono::TimeDelta;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, LockBehavior, LockType},
};
use sillon_database::{
    Reads, WriteTx,
    entities::job::{self, Column, State},
    ids::{LeaseToken, WorkerId},
    sea_orm,
};

use super::Lease;
use crate::{Clock, Failure};

/// Claims at most `most` jobs of a queue for `lease`; a job is never claimed by two (row locks with SKIP LOCKED on
/// PostgreSQL, the single writer on SQLite).
///
/// A job whose lease ran out comes back with its attempt counted, even beyond `max_attempts`: the runner ends it then,
/// because only its handler knows what else must be told.
pub async fn claim_jobs(
    tx: &mut WriteTx,
    clock: &Clock,
    worker: WorkerId,
    queue: &str,
    most: u64,
    lease: TimeDelta,
) -> Result<Vec<(job::Model, Lease)>, Failure> {
    let now = clock.now();
    let waiting =
        Column::State.is_in([State::Scheduled, State::Available, State::Retryable]).and(Column::RunAt.lte(now));
    let abandoned = Column::State.eq(State::Running).and(Column::LeaseUntil.lte(now));
    let due = job::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Queue.eq(queue))
        .filter(Condition::any().add(waiting).add(abandoned))
        .order_by_asc(Column::RunAt)
        .order_by_asc(Column::Id)
        .limit(most)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_query();
    let token = LeaseToken::new(now);
    job::Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Running))
        .col_expr(Column::Attempt, Expr::col(Column::Attempt).add(1))
        .col_expr(Column::WorkerId, Expr::value(worker))
        .col_expr(Column::LeaseToken, Expr::value(token))
        .col_expr(Column::LeaseUntil, Expr::value(now + lease))
        .filter(Column::Id.in_subquery(due))
        .exec(tx.conn())
        .await?;
    let claimed =
        job::Entity::find().filter(Column::LeaseToken.eq(token)).order_by_asc(Column::Id).all(tx.conn()).await?;
    Ok(claimed.into_iter().map(|job| (job.clone(), Lease { job_id: job.id, token })).collect())
}
