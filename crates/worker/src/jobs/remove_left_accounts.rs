//! Removes the accounts that were closed 30 days ago, each in one transaction, and its files after that. What a crash
//! leaves of the accounts is done by the next run, what it leaves of the files by the sweep.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sillon_domain::{
    jobs::{JobKind, Queue},
    leaving::{accounts_to_remove, remove_account},
};

use crate::job::{Attempt, Done, Job, JobError};

/// It looks every hour, so that no account outlives its day by long.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemoveLeftAccounts {}

impl JobKind for RemoveLeftAccounts {
    const KIND: &'static str = "remove_left_accounts";
    const QUEUE: Queue = Queue::General;
    const MAX_ATTEMPTS: i32 = 3;

    fn unique_key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

impl Job for RemoveLeftAccounts {
    const TIME_LIMIT: Duration = Duration::from_hours(1);

    async fn run(self, attempt: &Attempt) -> Result<Done, JobError> {
        let ctx = &attempt.ctx;
        let due = accounts_to_remove(&ctx.db.read().await?, &ctx.clock).await?;
        for id in due {
            if attempt.stop.is_cancelled() {
                return Err(JobError::Stopped);
            }
            let mut tx = ctx.db.write().await?;
            let removed = remove_account(&mut tx, &ctx.clock, id).await?;
            tx.commit().await?;
            if let Some(removed) = removed {
                removed.remove_files(&ctx.blobs).await;
                tracing::info!(account = %id, "an account is deleted for good");
            }
        }
        Ok(Done::Completed)
    }
}
