//! Enqueues a job in the caller's transaction: rolled back change, no job; committed change, one job.

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::{Serialize, de::DeserializeOwned};
use sillon_database::{
    Reads, WriteTx,
    entities::job::{self, State},
    ids::JobId,
    sea_orm,
};

use crate::{Clock, Failure};

/// A kind of job: its name, its queue, and how often it may be tried.
pub trait JobKind: Serialize + DeserializeOwned + Send + Sync {
    /// Name of the kind.
    const KIND: &'static str;
    /// Name of its queue.
    const QUEUE: &'static str;
    /// How often it may be tried.
    const MAX_ATTEMPTS: i32;

    /// At most one unfinished job has this key.
    fn unique_key(&self) -> Option<String> {
        None
    }
}

/// Inserts the job; the caller wakes the workers after the commit.
pub async fn enqueue_job<K: JobKind>(tx: &mut WriteTx, clock: &Clock, kind: &K) -> Result<JobId, Failure> {
    let now = clock.now();
    let id = JobId::new(now);
    let args = serde_json::to_value(kind).map_err(|error| Failure::Broken(format!("job payload: {error}")))?;
    let row = job::ActiveModel {
        id: Set(id),
        kind: Set(K::KIND.to_owned()),
        queue: Set(K::QUEUE.to_owned()),
        args: Set(args),
        unique_key: Set(kind.unique_key()),
        state: Set(State::Available),
        attempt: Set(0),
        max_attempts: Set(K::MAX_ATTEMPTS),
        run_at: Set(now),
        worker_id: Set(None),
        lease_token: Set(None),
        lease_until: Set(None),
        stage: Set(None),
        progress_percent: Set(0),
        last_error: Set(None),
        created_at: Set(now),
        finalized_at: Set(None),
    };
    job::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(id)
}
