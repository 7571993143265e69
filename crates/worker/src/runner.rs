//! The loop of a worker: claim, run, repeat; stop without losing anything.

use std::time::Duration;

use sillon_domain::{
    Context, Failure,
    blobs::sweep_orphans,
    database::entities::job,
    ids::WorkerId,
    jobs::{EncodeTrack, JobKind, Lease, claim_jobs, stop_job},
    sessions::remove_expired_sessions,
};
use tokio::{task::JoinSet, time::Instant};
use tokio_util::sync::CancellationToken;

use crate::{
    jobs::encode_track::{self, Claim},
    settings::WorkerSettings,
};

const UPKEEP_INTERVAL: Duration = Duration::from_hours(1);
const PAUSE_AFTER_ERROR: Duration = Duration::from_secs(5);

/// A worker of this process.
#[derive(Clone, Debug)]
pub struct Worker {
    ctx: Context,
    settings: WorkerSettings,
    id: WorkerId,
}

impl Worker {
    /// A worker with a new id.
    pub fn new(ctx: Context, settings: WorkerSettings) -> Self {
        let id = WorkerId::new(ctx.clock.now());
        Self { ctx, settings, id }
    }

    /// Works until it is told to stop. Jobs that run then are given back to the queue, their attempt not counted.
    pub async fn run(self, stop: CancellationToken) {
        let mut running = JoinSet::new();
        let mut next_upkeep = Instant::now();
        while !stop.is_cancelled() {
            if Instant::now() >= next_upkeep {
                self.keep_up().await;
                next_upkeep = Instant::now() + UPKEEP_INTERVAL;
            }
            // Asked for before the claim, so that a job enqueued in between is not missed.
            let signal = self.ctx.job_signal.clone();
            let signalled = signal.notified();
            let mut pause = self.settings.poll_interval;
            if let Err(error) = self.claim_into(&mut running, &stop).await {
                tracing::error!(%error, "jobs cannot be claimed");
                pause = PAUSE_AFTER_ERROR;
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = signalled => {}
                () = tokio::time::sleep(pause) => {}
                Some(_) = running.join_next(), if !running.is_empty() => {}
            }
        }
        while running.join_next().await.is_some() {}
    }

    /// Runs what is due, until nothing is; says how many jobs that were. For commands and tests, which do not serve.
    pub async fn drain(&self) -> Result<usize, Failure> {
        let never = CancellationToken::new();
        let mut running = JoinSet::new();
        let mut ended = 0;
        loop {
            self.claim_into(&mut running, &never).await?;
            match running.join_next().await {
                Some(_) => ended += 1,
                None => return Ok(ended),
            }
        }
    }

    async fn claim_into(&self, running: &mut JoinSet<()>, stop: &CancellationToken) -> Result<(), Failure> {
        let free = self.settings.concurrency.saturating_sub(running.len());
        if free == 0 {
            return Ok(());
        }
        let mut tx = self.ctx.db.write().await?;
        let clock = &self.ctx.clock;
        let most = free as u64;
        let claimed = claim_jobs(&mut tx, clock, self.id, EncodeTrack::QUEUE, most, self.settings.lease).await?;
        tx.commit().await?;
        for (job, lease) in claimed {
            let worker = self.clone();
            let stop = stop.clone();
            running.spawn(async move { worker.run_job(job, lease, stop).await });
        }
        Ok(())
    }

    async fn run_job(self, job: job::Model, lease: Lease, stop: CancellationToken) {
        let (id, attempt) = (job.id, job.attempt);
        tracing::info!(job = %id, kind = job.kind, attempt, "job begins");
        let ended = match (job.kind.as_str(), serde_json::from_value::<EncodeTrack>(job.args.clone())) {
            (EncodeTrack::KIND, Ok(args)) => {
                let claim = Claim { job, lease, track_id: args.track_id };
                encode_track::run(&self.ctx, &self.settings, claim, &stop).await
            }
            _ => self.refuse_unknown(lease).await,
        };
        match ended {
            Ok(outcome) => tracing::info!(job = %id, attempt, %outcome, "job ends"),
            // The row stays claimed; its lease runs out, and the job is tried again.
            Err(error) => tracing::error!(job = %id, attempt, %error, "job is interrupted"),
        }
    }

    async fn refuse_unknown(&self, lease: Lease) -> Result<encode_track::Outcome, Failure> {
        let mut tx = self.ctx.db.write().await?;
        stop_job(&mut tx, &self.ctx.clock, lease, "this worker does not know the job's kind or cannot read it").await?;
        tx.commit().await?;
        Ok(encode_track::Outcome::Failed)
    }

    /// Removes what nothing refers to any more.
    async fn keep_up(&self) {
        let Context { db, blobs, clock, .. } = &self.ctx;
        match sweep_orphans(db, blobs, clock, self.settings.orphan_age).await {
            Ok(swept) if !swept.is_empty() => {
                tracing::info!(files = swept.len(), "files that no row names are removed");
            }

            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the storage cannot be swept"),
        }
        if let Err(error) = self.remove_sessions().await {
            tracing::error!(%error, "ended sessions cannot be removed");
        }
    }

    async fn remove_sessions(&self) -> Result<(), Failure> {
        let mut tx = self.ctx.db.write().await?;
        remove_expired_sessions(&mut tx, &self.ctx.clock).await?;
        Ok(tx.commit().await?)
    }
}
