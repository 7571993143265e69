//! Makes an archive of everything that a person has here, and lets them fetch it.
//!
//! Die anywhere: the lease runs out, the job is claimed again under a new attempt, which writes to a file of its own and
//! removes those of earlier attempts; until the last transaction, the archive before can be fetched. Run twice: only the
//! holder of the lease can publish, and an account that waits for nothing is left alone.

use std::time::Duration;

use sillon_domain::{
    Failure,
    blobs::Shelf,
    exports::{ExportContent, MadeExport, collect_content, fail_export, next_export, publish_export},
    jobs::{FailedAttempt, MakeExport, attempt_folder, stop_job},
};
use tokio::{sync::watch, time::MissedTickBehavior};

use super::export_archive::{Archive, Written};
use crate::job::{Attempt, Done, Job, JobError};

const PUBLISHED: Done = Done::Ended("published");
/// Time between two reports of progress.
const REPORT_INTERVAL: Duration = Duration::from_secs(1);

impl Job for MakeExport {
    /// Time to copy some terabytes.
    const TIME_LIMIT: Duration = Duration::from_hours(12);

    async fn run(self, attempt: &Attempt) -> Result<Done, JobError> {
        remove_earlier_attempts(attempt).await?;
        let ctx = &attempt.ctx;
        let Some(content) = collect(attempt, &self).await? else { return Ok(Done::Completed) };
        let name = attempt_folder(attempt.job.id, attempt.job.attempt);
        let ended = match write(attempt, content, &name).await? {
            Written::Whole { size_bytes } => Ok(publish(attempt, &self, name.clone(), size_bytes).await?),
            Written::Stopped => Err(JobError::Stopped),
        };
        if ended != Ok(PUBLISHED) {
            ctx.blobs.remove(Shelf::Exports, &name).await?;
        }
        ended
    }

    async fn give_up(self, attempt: &Attempt, reason: String) -> Result<Done, JobError> {
        remove_earlier_attempts(attempt).await?;
        let Attempt { ctx, job, lease, .. } = attempt;
        let mut tx = ctx.db.write().await?;
        if !stop_job(&mut tx, &ctx.clock, *lease, FailedAttempt { attempt: job.attempt, error: &reason }).await? {
            return Ok(Done::LeaseLost);
        }
        fail_export(&mut tx, self.account_id).await?;
        tx.commit().await?;
        Ok(Done::Ended("failed"))
    }
}

/// None when nobody waits for it.
async fn collect(attempt: &Attempt, job: &MakeExport) -> Result<Option<ExportContent>, Failure> {
    let tx = attempt.ctx.db.read().await?;
    if next_export(&tx, job.account_id).await?.is_none() {
        return Ok(None);
    }
    collect_content(&tx, &attempt.ctx.clock, job.account_id).await
}

/// Writes the file on a thread of its own, and tells how far it is.
async fn write(attempt: &Attempt, content: ExportContent, name: &str) -> Result<Written, JobError> {
    let (told, progress) = watch::channel(0);
    let blobs = attempt.ctx.blobs.clone();
    let archive = Archive { path: blobs.path(Shelf::Exports, name), blobs, stop: attempt.stop.clone(), told };
    let mut writing = tokio::task::spawn_blocking(move || archive.write(&content));
    let mut ticks = tokio::time::interval(REPORT_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut reported = None;
    loop {
        tokio::select! {
            written = &mut writing => {
                let written = written.map_err(|error| JobError::Temporary(format!("writing the archive: {error}")))?;
                return written.map_err(|error| JobError::Temporary(format!("writing the archive: {error}")));
            }
            _ = ticks.tick() => {
                let percent = *progress.borrow();
                // A lost lease stops the thread by the token that the runner cancels.
                if reported.replace(percent) != Some(percent) {
                    attempt.report("archiving", percent).await?;
                }
            }
        }
    }
}

/// The file is synced; its name is made durable before a row names it.
async fn publish(attempt: &Attempt, job: &MakeExport, blob: String, size_bytes: u64) -> Result<Done, Failure> {
    let Attempt { ctx, lease, .. } = attempt;
    ctx.blobs.sync(Shelf::Exports).await?;
    let mut tx = ctx.db.write().await?;
    let made = MadeExport { blob, size_bytes };
    let before = publish_export(&mut tx, &ctx.clock, *lease, job.account_id, made).await?;
    let Some(before) = before else { return Ok(Done::LeaseLost) };
    tx.commit().await?;
    ctx.job_signal.wake();
    before.remove_files(&ctx.blobs).await;
    Ok(PUBLISHED)
}

async fn remove_earlier_attempts(attempt: &Attempt) -> Result<(), Failure> {
    let job = &attempt.job;
    for earlier in 1..=job.attempt {
        attempt.ctx.blobs.remove(Shelf::Exports, &attempt_folder(job.id, earlier)).await?;
    }
    Ok(())
}
