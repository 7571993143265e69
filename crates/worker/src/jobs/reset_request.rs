//! Looks whether an address that somebody typed has an account, and sends it a link that sets a new password.
//! It runs for every request, so that the answer to one does not tell who has an account.

use std::time::Duration;

use sillon_domain::{
    address_links::{ResetRequest, send_reset_link},
    jobs::complete_job,
};

use crate::job::{Attempt, Done, Job, JobError};

impl Job for ResetRequest {
    const TIME_LIMIT: Duration = Duration::from_mins(1);

    /// The link and the end of the job are one transaction: a job that is run again sends no second link.
    async fn run(self, attempt: &Attempt) -> Result<Done, JobError> {
        let ctx = &attempt.ctx;
        let mut tx = ctx.db.write().await?;
        send_reset_link(&mut tx, &ctx.clock, &ctx.settings, &self).await?;
        if !complete_job(&mut tx, &ctx.clock, attempt.lease).await? {
            return Ok(Done::LeaseLost);
        }
        tx.commit().await?;
        ctx.job_signal.wake();
        Ok(Done::Ended("looked up"))
    }
}
