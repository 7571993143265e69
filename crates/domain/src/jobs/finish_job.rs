//! How a claim ends: done, to be tried again, given back, or for good.

use chrono::TimeDelta;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, EntityTrait, ExprTrait};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        job::{Column, State},
        job_failure,
    },
    ids::JobId,
    sea_orm,
};

use super::{
    Lease,
    lease::{update_held, without_lease},
};
use crate::{Clock, Failure};

const FIRST_RETRY: TimeDelta = TimeDelta::seconds(2);
const LONGEST_RETRY: TimeDelta = TimeDelta::hours(1);

/// Which attempt failed, and why.
#[derive(Clone, Copy, Debug)]
pub struct FailedAttempt<'a> {
    /// The attempt, from 1.
    pub attempt: i32,
    /// What went wrong.
    pub error: &'a str,
}

/// The job is done. False when the lease was lost: then nothing of what the handler did may be committed.
pub async fn complete_job(tx: &mut WriteTx, clock: &Clock, lease: Lease) -> Result<bool, Failure> {
    Ok(complete_jobs(tx, clock, &[lease]).await?.len() == 1)
}

/// Completes many jobs at once; gives those whose lease still held.
pub async fn complete_jobs(tx: &mut WriteTx, clock: &Clock, leases: &[Lease]) -> Result<Vec<JobId>, Failure> {
    let done = "state = 'completed', progress_percent = 100, finalized_at = $1, \
        worker_id = NULL, lease_token = NULL, lease_until = NULL";
    update_held(tx, leases, done, clock.now()).await
}

/// The job failed for good.
pub async fn stop_job(
    tx: &mut WriteTx,
    clock: &Clock,
    lease: Lease,
    failed: FailedAttempt<'_>,
) -> Result<bool, Failure> {
    let now = clock.now();
    let held = lease
        .update(tx, |update| {
            without_lease(update)
                .col_expr(Column::State, Expr::value(State::Dead))
                .col_expr(Column::LastError, Expr::value(failed.error))
                .col_expr(Column::FinalizedAt, Expr::value(now))
        })
        .await?;
    if held {
        remember_failure(tx, clock, lease.job_id, failed).await?;
    }
    Ok(held)
}

/// The job failed and is tried again later: 2 s, doubled at each attempt, at most an hour, each 10 % more or less, so that
/// jobs that failed together do not come back together.
pub async fn retry_job(
    tx: &mut WriteTx,
    clock: &Clock,
    lease: Lease,
    failed: FailedAttempt<'_>,
) -> Result<bool, Failure> {
    let run_at = clock.now() + with_jitter(delay_after(failed.attempt), random_unit());
    let held = lease
        .update(tx, |update| {
            without_lease(update)
                .col_expr(Column::State, Expr::value(State::Retryable))
                .col_expr(Column::LastError, Expr::value(failed.error))
                .col_expr(Column::RunAt, Expr::value(run_at))
        })
        .await?;
    if held {
        remember_failure(tx, clock, lease.job_id, failed).await?;
    }
    Ok(held)
}

/// The worker stops and gives the job back; the attempt does not count.
pub async fn release_job(tx: &mut WriteTx, lease: Lease) -> Result<bool, Failure> {
    lease
        .update(tx, |update| {
            without_lease(update)
                .col_expr(Column::State, Expr::value(State::Available))
                .col_expr(Column::Attempt, Expr::col(Column::Attempt).sub(1))
        })
        .await
}

/// A redriven job counts its attempts anew: the older row of the same number gives way.
async fn remember_failure(
    tx: &mut WriteTx,
    clock: &Clock,
    job_id: JobId,
    failed: FailedAttempt<'_>,
) -> Result<(), Failure> {
    use job_failure::Column as Failed;
    let row = job_failure::ActiveModel {
        job_id: Set(job_id),
        attempt: Set(failed.attempt),
        failed_at: Set(clock.now()),
        error: Set(failed.error.to_owned()),
    };
    let newer = OnConflict::columns([Failed::JobId, Failed::Attempt])
        .update_columns([Failed::FailedAt, Failed::Error])
        .to_owned();
    job_failure::Entity::insert(row).on_conflict(newer).exec_without_returning(tx.conn()).await?;
    Ok(())
}

fn delay_after(attempt: i32) -> TimeDelta {
    let doublings = u32::try_from(attempt.clamp(1, 20) - 1).unwrap_or(0);
    (FIRST_RETRY * 2_i32.pow(doublings)).min(LONGEST_RETRY)
}

/// `unit` in 0 to 1 becomes nine tenths to eleven tenths of the delay.
fn with_jitter(delay: TimeDelta, unit: f64) -> TimeDelta {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "an hour in milliseconds is small"
    )]
    let milliseconds = (delay.num_milliseconds() as f64 * (0.9 + 0.2 * unit)) as i64;
    TimeDelta::milliseconds(milliseconds)
}

fn random_unit() -> f64 {
    let mut bytes = [0_u8; 4];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{delay_after, with_jitter};

    #[test]
    fn the_delay_doubles_up_to_an_hour() {
        assert_eq!(delay_after(1), TimeDelta::seconds(2));
        assert_eq!(delay_after(4), TimeDelta::seconds(16));
        assert_eq!(delay_after(40), TimeDelta::hours(1));
    }

    #[test]
    fn the_delay_varies_by_a_tenth() {
        assert_eq!(with_jitter(TimeDelta::seconds(10), 0.0), TimeDelta::seconds(9));
        assert_eq!(with_jitter(TimeDelta::seconds(10), 0.5), TimeDelta::seconds(10));
        assert_eq!(with_jitter(TimeDelta::seconds(10), 1.0), TimeDelta::seconds(11));
    }
}
