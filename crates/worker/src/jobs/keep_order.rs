//! Removes what nothing refers to any more: files without a row, sessions and exports whose time is over, old jobs
//! and runs.
//! Every step is safe to repeat, and each is a transaction of its own, so that the writer is never held for long.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sillon_domain::{
    access_tokens::remove_old_keys,
    address_links::remove_expired_links,
    blobs::sweep_orphans,
    exports::remove_expired_exports,
    invitations::remove_expired_invitations,
    jobs::{JobKind, Queue, prune_cron_runs, prune_jobs},
    mails::forget_ended_mails,
    sessions::{remove_expired_sessions, remove_expired_tickets},
};

use crate::job::{Attempt, Done, Job, JobError};

/// The hourly upkeep.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeepOrder {}

impl JobKind for KeepOrder {
    const KIND: &'static str = "keep_order";
    const QUEUE: Queue = Queue::General;
    const MAX_ATTEMPTS: i32 = 3;

    fn unique_key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

impl Job for KeepOrder {
    const TIME_LIMIT: Duration = Duration::from_mins(30);

    async fn run(self, attempt: &Attempt) -> Result<Done, JobError> {
        let ctx = &attempt.ctx;
        let swept = sweep_orphans(&ctx.db, &ctx.blobs, &ctx.clock, attempt.settings.orphan_age).await?;
        let mut tx = ctx.db.write().await?;
        let sessions = remove_expired_sessions(&mut tx, &ctx.clock).await?;
        let tickets = remove_expired_tickets(&mut tx, &ctx.clock).await?;
        let links = remove_expired_links(&mut tx, &ctx.clock).await?;
        remove_old_keys(&mut tx, &ctx.clock).await?;
        let runs = prune_cron_runs(&mut tx, &ctx.clock).await?;
        let mails = forget_ended_mails(&mut tx).await?;
        let invitations = remove_expired_invitations(&mut tx, &ctx.clock).await?;
        let expired = remove_expired_exports(&mut tx, &ctx.clock).await?;
        tx.commit().await?;
        let exports = expired.count();
        expired.remove_files(&ctx.blobs).await;
        let mut jobs = 0;
        loop {
            let mut tx = ctx.db.write().await?;
            let pruned = prune_jobs(&mut tx, &ctx.clock).await?;
            tx.commit().await?;
            jobs += pruned;
            if pruned == 0 {
                break;
            }
        }
        tracing::info!(
            files = swept.len(),
            sessions,
            tickets,
            links,
            jobs,
            runs,
            mails,
            invitations,
            exports,
            "what nothing refers to is removed"
        );
        Ok(Done::Completed)
    }
}
