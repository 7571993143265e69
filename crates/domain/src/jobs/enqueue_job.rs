//! Enqueues jobs in the caller's transaction: rolled back change, no job; committed change, one job.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::OnConflict};
use serde::{Serialize, de::DeserializeOwned};
use sillon_database::{
    Reads, WriteTx,
    entities::job::{self, Column, State},
    ids::JobId,
    sea_orm,
};

use super::Queue;
use crate::{Clock, Failure};

/// How often the insert of a unique job is tried while others with its key come and go.
const UNIQUE_TRIES: usize = 10;
const ROWS_PER_INSERT: usize = 500;

/// A kind of job: its name, its queue, and how often it may be tried. The type itself is the job's payload.
pub trait JobKind: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Name of the kind.
    const KIND: &'static str;
    /// Where it waits.
    const QUEUE: Queue;
    /// How often it may be tried.
    const MAX_ATTEMPTS: i32;

    /// At most one unfinished job has this key.
    fn unique_key(&self) -> Option<String> {
        None
    }
}

/// Inserts the job; the caller wakes the workers after the commit ([`crate::JobSignal::wake`]).
/// When an unfinished job has the same unique key, that one's id is given instead.
pub async fn enqueue_job<K: JobKind>(tx: &mut WriteTx, clock: &Clock, kind: &K) -> Result<JobId, Failure> {
    enqueue_job_at(tx, clock, kind, clock.now()).await
}

/// The same, for a job that has to wait until `run_at`.
pub async fn enqueue_job_at<K: JobKind>(
    tx: &mut WriteTx,
    clock: &Clock,
    kind: &K,
    run_at: DateTime<Utc>,
) -> Result<JobId, Failure> {
    let id = JobId::new(clock.now());
    let row = row(clock, id, kind, run_at)?;
    let Some(key) = kind.unique_key() else {
        job::Entity::insert(row).exec_without_returning(tx.conn()).await?;
        return Ok(id);
    };
    for _ in 0..UNIQUE_TRIES {
        if let Some(id) = insert_unless_taken(tx, row.clone()).await? {
            return Ok(id);
        }
        let unfinished = job::Entity::find().filter(Column::UniqueKey.eq(&*key)).filter(Column::FinalizedAt.is_null());
        if let Some(job) = unfinished.one(tx.conn()).await? {
            return Ok(job.id);
        }
    }
    Err(Failure::Broken(format!("the unique key {key} is neither free nor taken")))
}

/// Inserts many jobs without unique keys at once.
pub async fn enqueue_jobs<K: JobKind>(tx: &mut WriteTx, clock: &Clock, kinds: &[K]) -> Result<(), Failure> {
    let now = clock.now();
    for chunk in kinds.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().map(|kind| row(clock, JobId::new(now), kind, now)).collect::<Result<Vec<_>, _>>()?;
        job::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

async fn insert_unless_taken(tx: &mut WriteTx, row: job::ActiveModel) -> Result<Option<JobId>, Failure> {
    let nothing = OnConflict::new().do_nothing().to_owned();
    match job::Entity::insert(row).on_conflict(nothing).exec_with_returning(tx.conn()).await {
        Ok(job) => Ok(Some(job.id)),
        Err(DbErr::RecordNotInserted | DbErr::RecordNotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn row<K: JobKind>(clock: &Clock, id: JobId, kind: &K, run_at: DateTime<Utc>) -> Result<job::ActiveModel, Failure> {
    let now = clock.now();
    let args = serde_json::to_value(kind).map_err(|error| Failure::Broken(format!("job payload: {error}")))?;
    Ok(job::ActiveModel {
        id: Set(id),
        kind: Set(K::KIND.to_owned()),
        queue: Set(K::QUEUE.as_str().to_owned()),
        args: Set(args),
        unique_key: Set(kind.unique_key()),
        state: Set(if run_at > now { State::Scheduled } else { State::Available }),
        attempt: Set(0),
        max_attempts: Set(K::MAX_ATTEMPTS),
        run_at: Set(run_at),
        worker_id: Set(None),
        lease_token: Set(None),
        lease_until: Set(None),
        stage: Set(None),
        progress_percent: Set(0),
        last_error: Set(None),
        created_at: Set(now),
        finalized_at: Set(None),
    })
}
