//! What a kind of job is to the worker: a payload that can run. How attempts end in the queue is the runner's business.

use std::time::Duration;

use sillon_domain::{
    Context, Failure,
    database::entities::job,
    jobs::{JobKind, Lease, renew_lease},
};
use tokio_util::sync::CancellationToken;

use crate::settings::WorkerSettings;

/// A kind of job with its handler. Handlers are run at least once: a repeated attempt must do no harm.
pub trait Job: JobKind {
    /// Longest time that one attempt may take; a longer one is ended and tried again.
    const TIME_LIMIT: Duration;

    /// Does the work. `attempt.key()` stands for the job in systems that know idempotency keys.
    fn run(self, attempt: &Attempt) -> impl Future<Output = Result<Done, JobError>> + Send;

    /// The last attempt failed, or the job was interrupted more often than it may be tried. Says how the job ends; a kind
    /// that has to tell somebody does so here, in the transaction that ends the job.
    fn give_up(self, _attempt: &Attempt, reason: String) -> impl Future<Output = Result<Done, JobError>> + Send {
        async { Err(JobError::Permanent(reason)) }
    }
}

/// How an attempt went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Well; the runner completes the job.
    Completed,
    /// The handler ended the job itself, in the transaction of its effects.
    Ended(&'static str),
    /// The lease was lost; another worker has the job.
    LeaseLost,
}

/// Why an attempt did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobError {
    /// Trying again may help.
    Temporary(String),
    /// Trying again cannot help: the job is dead at once.
    Permanent(String),
    /// The worker is about to stop: the job goes back to the queue, its attempt not counted.
    Stopped,
}

impl<E: Into<Failure>> From<E> for JobError {
    fn from(error: E) -> Self {
        Self::Temporary(error.into().to_string())
    }
}

/// One attempt of a job.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// What the roles share.
    pub ctx: Context,
    /// How the worker behaves.
    pub settings: WorkerSettings,
    /// The row as it was claimed.
    pub job: job::Model,
    /// The right to change it.
    pub lease: Lease,
    /// The attempt should end: the worker stops, or the lease is lost.
    pub stop: CancellationToken,
}

impl Attempt {
    /// The same for each attempt of a job, different for each job.
    pub fn key(&self) -> String {
        self.job.id.to_string()
    }

    /// Tells people how far the job is, and renews the lease; false when that is lost.
    pub async fn report(&self, stage: &str, percent: i32) -> Result<bool, Failure> {
        let mut tx = self.ctx.db.write().await?;
        let held = renew_lease(&mut tx, &self.ctx.clock, self.lease, self.settings.lease, Some(stage), percent).await?;
        tx.commit().await?;
        Ok(held)
    }
}
