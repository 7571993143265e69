//! Writes how attempts ended, many in one transaction: a commit costs more than the rows in it.

use std::{collections::HashSet, time::Duration};

use sillon_domain::{
    Context, Failure,
    ids::JobId,
    jobs::{FailedAttempt, Lease, complete_jobs, release_job, retry_job, stop_job},
};
use tokio::{
    sync::mpsc,
    time::{Instant, sleep},
};

use crate::{held_leases::HeldLeases, job::JobError};

const AT_ONCE: usize = 1000;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// The end of an attempt that the runner has to write.
#[derive(Debug)]
pub(crate) struct Ending {
    pub(crate) attempt: i32,
    pub(crate) lease: Lease,
    pub(crate) result: Result<(), JobError>,
}

/// Writes endings until the channel is closed and empty. While the database does not answer it tries again until the
/// leases have run out: then the jobs are rescued and run again, which is what "at least once" means.
pub(crate) async fn write_endings(
    ctx: Context,
    held: HeldLeases,
    lasts: Duration,
    mut endings: mpsc::Receiver<Ending>,
) {
    let mut batch = Vec::with_capacity(AT_ONCE);
    while endings.recv_many(&mut batch, AT_ONCE).await > 0 {
        let give_up_at = Instant::now() + lasts;
        let mut pause = FIRST_PAUSE;
        while let Err(error) = write(&ctx, &batch).await {
            tracing::error!(%error, jobs = batch.len(), "how jobs ended cannot be written");
            if Instant::now() >= give_up_at {
                break;
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        for ending in batch.drain(..) {
            held.remove(ending.lease);
        }
    }
}

async fn write(ctx: &Context, batch: &[Ending]) -> Result<(), Failure> {
    let mut tx = ctx.db.write().await?;
    let clock = &ctx.clock;
    let done: Vec<Lease> = batch.iter().filter(|ending| ending.result.is_ok()).map(|ending| ending.lease).collect();
    if !done.is_empty() {
        let completed: HashSet<JobId> = complete_jobs(&mut tx, clock, &done).await?.into_iter().collect();
        for lost in done.iter().filter(|lease| !completed.contains(&lease.job_id)) {
            tracing::warn!(job = %lost.job_id, "a job ended after its lease was lost");
        }
    }
    for Ending { attempt, lease, result, .. } in batch {
        let attempt = *attempt;
        match result {
            Ok(()) => {}
            Err(JobError::Temporary(error)) => {
                retry_job(&mut tx, clock, *lease, FailedAttempt { attempt, error }).await?;
            }
            Err(JobError::Permanent(error)) => {
                stop_job(&mut tx, clock, *lease, FailedAttempt { attempt, error }).await?;
            }
            Err(JobError::Stopped) => {
                release_job(&mut tx, *lease).await?;
            }
        }
    }
    Ok(tx.commit().await?)
}
