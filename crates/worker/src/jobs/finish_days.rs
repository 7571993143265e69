//! Ends the days of listening that are over: their salts go, their numbers become final, and plays that are old enough go.
//! Each day is a transaction of its own; what a crash leaves is done by the next run.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sillon_domain::{
    jobs::{JobKind, Queue},
    plays::{days_to_prune, finish_day, prune_plays, unfinished_days},
};

use crate::job::{Attempt, Done, Job, JobError};

/// Has something to do once a night; it looks every hour, so that no salt outlives a night that went wrong.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FinishDays {}

impl JobKind for FinishDays {
    const KIND: &'static str = "finish_days";
    const QUEUE: Queue = Queue::General;
    const MAX_ATTEMPTS: i32 = 3;

    fn unique_key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

impl Job for FinishDays {
    const TIME_LIMIT: Duration = Duration::from_hours(1);

    async fn run(self, attempt: &Attempt) -> Result<Done, JobError> {
        let finished = finish(attempt).await?;
        let plays = prune(attempt).await?;
        if finished > 0 || plays > 0 {
            tracing::info!(days = finished, plays, "days of listening are final, old plays are removed");
        }
        Ok(Done::Completed)
    }
}

async fn finish(attempt: &Attempt) -> Result<usize, JobError> {
    let ctx = &attempt.ctx;
    let days = unfinished_days(&ctx.db.read().await?, ctx.clock.now()).await?;
    for day in &days {
        go_on(attempt)?;
        let mut tx = ctx.db.write().await?;
        finish_day(&mut tx, &ctx.clock, *day).await?;
        tx.commit().await?;
    }
    Ok(days.len())
}

async fn prune(attempt: &Attempt) -> Result<u64, JobError> {
    let ctx = &attempt.ctx;
    let keep_days = u64::from(ctx.settings.play_days);
    let mut plays = 0;
    for day in days_to_prune(&ctx.db.read().await?, ctx.clock.now(), keep_days).await? {
        go_on(attempt)?;
        let mut tx = ctx.db.write().await?;
        plays += prune_plays(&mut tx, &ctx.clock, day).await?;
        tx.commit().await?;
    }
    Ok(plays)
}

fn go_on(attempt: &Attempt) -> Result<(), JobError> {
    if attempt.stop.is_cancelled() { Err(JobError::Stopped) } else { Ok(()) }
}
