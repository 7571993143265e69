//! Claims jobs whose time has come.

use chrono::TimeDelta;
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, SimpleExpr},
};
use sillon_database::{
    Engine, Reads, WriteTx,
    entities::job::{self, Column, State},
    ids::{JobId, LeaseToken, WorkerId},
    sea_orm,
};

use super::{Lease, Queue};
use crate::{Clock, Failure};

/// States in which a job waits to be claimed.
pub(super) const WAITING: [State; 3] = [State::Scheduled, State::Available, State::Retryable];

/// Who claims, how many jobs at most from which queues, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The worker.
    pub worker: WorkerId,
    /// The queues, each with how many at most.
    pub room: &'a [(Queue, u64)],
    /// How long the lease lasts unless it is renewed.
    pub lease: TimeDelta,
}

/// Claims due jobs, oldest first; a job is never claimed by two (row locks with SKIP LOCKED on PostgreSQL, the single
/// writer on SQLite). The attempt is counted, even beyond `max_attempts`: the runner ends the job then, because only its
/// handler knows what else must be told. Jobs of a worker that died come back by [`super::rescue_jobs`].
pub async fn claim_jobs(
    tx: &mut WriteTx,
    clock: &Clock,
    claim: Claim<'_>,
) -> Result<Vec<(job::Model, Lease)>, Failure> {
    let token = LeaseToken::new(clock.now());
    let jobs = match tx.engine() {
        Engine::Sqlite => claim_on_sqlite(tx, clock, claim, token).await?,
        Engine::Postgres => claim_on_postgres(tx, clock, claim, token).await?,
    };
    Ok(jobs.into_iter().map(|job| (job.clone(), Lease { job_id: job.id, token })).collect())
}

/// Whether any job is due, so that a worker with nothing to do need not ask for the writer.
pub async fn jobs_are_due(tx: &impl Reads, clock: &Clock) -> Result<bool, Failure> {
    let due = job::Entity::find().filter(waits()).filter(Column::RunAt.lte(clock.now()));
    let in_order_of_index = due.order_by_asc(Column::Queue).order_by_asc(Column::RunAt);
    let first = in_order_of_index.select_only().column(Column::Id).into_tuple::<JobId>().one(tx.conn());
    Ok(first.await?.is_some())
}

/// The states stand in the text, not as values: only so do the planners know that the partial index serves.
fn waits() -> SimpleExpr {
    Expr::cust("jobs.state IN ('scheduled', 'available', 'retryable')")
}

/// One round trip for all queues. The states stand in the text, as in [`waits`].
async fn claim_on_postgres(
    tx: &mut WriteTx,
    clock: &Clock,
    claim: Claim<'_>,
    token: LeaseToken,
) -> Result<Vec<job::Model>, Failure> {
    let now = clock.now();
    let mut values: Vec<sea_orm::Value> =
        vec![claim.worker.into(), token.into(), (now + claim.lease).into(), now.into()];
    let mut of_queues = Vec::with_capacity(claim.room.len());
    for (queue, most) in claim.room {
        let place = values.len() + 1;
        of_queues.push(format!(
            "ARRAY(SELECT id FROM jobs WHERE queue = ${place} AND run_at <= $4 \
             AND state IN ('scheduled', 'available', 'retryable') \
             ORDER BY run_at, id LIMIT ${} FOR UPDATE SKIP LOCKED)",
            place + 1
        ));
        values.push(queue.as_str().into());
        values.push(i64::try_from(*most).unwrap_or(i64::MAX).into());
    }
    let sql = format!(
        "UPDATE jobs SET state = 'running', attempt = attempt + 1, worker_id = $1, lease_token = $2, lease_until = $3 \
         WHERE id = ANY ({}) RETURNING *",
        of_queues.join(" || ")
    );
    let statement = Statement::from_sql_and_values(sea_orm::DbBackend::Postgres, sql, values);
    let mut jobs = job::Model::find_by_statement(statement).all(tx.conn()).await?;
    jobs.sort_by_key(|job| (job.run_at, job.id));
    Ok(jobs)
}

async fn claim_on_sqlite(
    tx: &mut WriteTx,
    clock: &Clock,
    claim: Claim<'_>,
    token: LeaseToken,
) -> Result<Vec<job::Model>, Failure> {
    let now = clock.now();
    let mut jobs = Vec::new();
    for (queue, most) in claim.room {
        let due = job::Entity::find()
            .filter(Column::Queue.eq(queue.as_str()))
            .filter(waits())
            .filter(Column::RunAt.lte(now))
            .order_by_asc(Column::RunAt)
            .order_by_asc(Column::Id)
            .limit(*most);
        jobs.extend(due.all(tx.conn()).await?);
    }
    if jobs.is_empty() {
        return Ok(jobs);
    }
    job::Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Running))
        .col_expr(Column::Attempt, Expr::col(Column::Attempt).add(1))
        .col_expr(Column::WorkerId, Expr::value(claim.worker))
        .col_expr(Column::LeaseToken, Expr::value(token))
        .col_expr(Column::LeaseUntil, Expr::value(now + claim.lease))
        .filter(Column::Id.is_in(jobs.iter().map(|job| job.id)))
        .exec(tx.conn())
        .await?;
    for job in &mut jobs {
        job.state = State::Running;
        job.attempt += 1;
        job.worker_id = Some(claim.worker);
        job.lease_token = Some(token);
        job.lease_until = Some(now + claim.lease);
    }
    Ok(jobs)
}
