//! Rolls up the days that still take events: today, and yesterday in the first hours of the night. Creators see numbers
//! that are an hour old at most.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sillon_domain::{
    jobs::{JobKind, Queue},
    plays::{is_open, roll_up_day},
};

use crate::job::{Attempt, Done, Job, JobError};

/// The hourly count.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RollUpPlays {}

impl JobKind for RollUpPlays {
    const KIND: &'static str = "roll_up_plays";
    const QUEUE: Queue = Queue::General;
    const MAX_ATTEMPTS: i32 = 3;

    fn unique_key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

impl Job for RollUpPlays {
    const TIME_LIMIT: Duration = Duration::from_mins(30);

    async fn run(self, attempt: &Attempt) -> Result<Done, JobError> {
        let ctx = &attempt.ctx;
        let now = ctx.clock.now();
        let today = now.date_naive();
        for day in today.pred_opt().into_iter().chain([today]).filter(|day| is_open(*day, now)) {
            let mut tx = ctx.db.write().await?;
            roll_up_day(&mut tx, &ctx.clock, day).await?;
            tx.commit().await?;
        }
        Ok(Done::Completed)
    }
}
