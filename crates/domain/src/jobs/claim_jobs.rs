//! Claims jobs whose time has come.

use chrono::TimeDelta;
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::Expr,
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

/// Who claims, from which queue, how many at most, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// The worker.
    pub worker: WorkerId,
    /// The queue.
    pub queue: Queue,
    /// How many at most.
    pub most: u64,
    /// How long the lease lasts unless it is renewed.
    pub lease: TimeDelta,
}

/// Claims due jobs, oldest first; a job is never claimed by two (row locks with SKIP LOCKED on PostgreSQL, the single
/// writer on SQLite). The attempt is counted, even beyond `max_attempts`: the runner ends the job then, because only its
/// handler knows what else must be told. Jobs of a worker that died come back by [`super::rescue_jobs`].
pub async fn claim_jobs(tx: &mut WriteTx, clock: &Clock, claim: Claim) -> Result<Vec<(job::Model, Lease)>, Failure> {
    let token = LeaseToken::new(clock.now());
    let jobs = match tx.engine() {
        Engine::Sqlite => claim_on_sqlite(tx, clock, claim, token).await?,
        Engine::Postgres => claim_on_postgres(tx, clock, claim, token).await?,
    };
    Ok(jobs.into_iter().map(|job| (job.clone(), Lease { job_id: job.id, token })).collect())
}

/// Whether any job is due, so that a worker with nothing to do need not ask for the writer.
pub async fn jobs_are_due(tx: &impl Reads, clock: &Clock) -> Result<bool, Failure> {
    let due = job::Entity::find().filter(Column::State.is_in(WAITING)).filter(Column::RunAt.lte(clock.now()));
    let due = due.select_only().column(Column::Id).into_tuple::<JobId>().one(tx.conn());
    Ok(due.await?.is_some())
}

/// One round trip. The states stand in the text, so that the planner sees that the partial index serves.
async fn claim_on_postgres(
    tx: &mut WriteTx,
    clock: &Clock,
    claim: Claim,
    token: LeaseToken,
) -> Result<Vec<job::Model>, Failure> {
    const SQL: &str = "UPDATE jobs SET state = 'running', attempt = attempt + 1, worker_id = $1, lease_token = $2, \
        lease_until = $3 WHERE id = ANY (ARRAY(SELECT id FROM jobs WHERE queue = $4 AND run_at <= $5 \
        AND state IN ('scheduled', 'available', 'retryable') ORDER BY run_at, id LIMIT $6 FOR UPDATE SKIP LOCKED)) \
        RETURNING *";
    let now = clock.now();
    let most = i64::try_from(claim.most).unwrap_or(i64::MAX);
    let values: [sea_orm::Value; 6] = [
        claim.worker.into(),
        token.into(),
        (now + claim.lease).into(),
        claim.queue.as_str().into(),
        now.into(),
        most.into(),
    ];
    let statement = Statement::from_sql_and_values(sea_orm::DbBackend::Postgres, SQL, values);
    let mut jobs = job::Model::find_by_statement(statement).all(tx.conn()).await?;
    jobs.sort_by_key(|job| (job.run_at, job.id));
    Ok(jobs)
}

async fn claim_on_sqlite(
    tx: &mut WriteTx,
    clock: &Clock,
    claim: Claim,
    token: LeaseToken,
) -> Result<Vec<job::Model>, Failure> {
    let now = clock.now();
    let due = job::Entity::find()
        .filter(Column::Queue.eq(claim.queue.as_str()))
        .filter(Column::State.is_in(WAITING))
        .filter(Column::RunAt.lte(now))
        .order_by_asc(Column::RunAt)
        .order_by_asc(Column::Id)
        .limit(claim.most);
    let mut jobs = due.all(tx.conn()).await?;
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
