//! How a claim ends: done, to be tried again, given back, or for good.

use chrono::TimeDelta;
use sea_orm::sea_query::Expr;
use sillon_database::{
    WriteTx,
    entities::job::{Column, State},
    sea_orm,
};

use super::{Lease, lease::without_lease};
use crate::{Clock, Failure};

const FIRST_RETRY: TimeDelta = TimeDelta::seconds(2);
const LONGEST_RETRY: TimeDelta = TimeDelta::hours(1);

/// Why and after which attempt a job is tried again.
#[derive(Clone, Copy, Debug)]
pub struct Retry<'a> {
    /// The attempt that failed, from 1.
    pub attempt: i32,
    /// What went wrong.
    pub error: &'a str,
}

/// The job is done. False when the lease was lost: then nothing of what the handler did may be committed.
pub async fn complete_job(tx: &mut WriteTx, clock: &Clock, lease: Lease) -> Result<bool, Failure> {
    let now = clock.now();
    lease
        .update(tx, |update| {
            without_lease(update)
                .col_expr(Column::State, Expr::value(State::Completed))
                .col_expr(Column::ProgressPercent, Expr::value(100))
                .col_expr(Column::FinalizedAt, Expr::value(now))
        })
        .await
}

/// The job failed for good.
pub async fn stop_job(tx: &mut WriteTx, clock: &Clock, lease: Lease, error: &str) -> Result<bool, Failure> {
    let now = clock.now();
    lease
        .update(tx, |update| {
            without_lease(update)
                .col_expr(Column::State, Expr::value(State::Dead))
                .col_expr(Column::LastError, Expr::value(error))
                .col_expr(Column::FinalizedAt, Expr::value(now))
        })
        .await
}

/// The job failed and is tried again later: 2 s, doubled at each attempt, at most an hour.
pub async fn retry_job(tx: &mut WriteTx, clock: &Clock, lease: Lease, retry: Retry<'_>) -> Result<bool, Failure> {
    let run_at = clock.now() + delay_after(retry.attempt);
    lease
        .update(tx, |update| {
            without_lease(update)
                .col_expr(Column::State, Expr::value(State::Retryable))
                .col_expr(Column::LastError, Expr::value(retry.error))
                .col_expr(Column::RunAt, Expr::value(run_at))
        })
        .await
}

/// The worker stops and gives the job back; the attempt does not count.
pub async fn release_job(tx: &mut WriteTx, lease: Lease) -> Result<bool, Failure> {
    use sea_orm::ExprTrait;
    lease
        .update(tx, |update| {
            without_lease(update)
                .col_expr(Column::State, Expr::value(State::Available))
                .col_expr(Column::Attempt, Expr::col(Column::Attempt).sub(1))
        })
        .await
}

fn delay_after(attempt: i32) -> TimeDelta {
    let doublings = u32::try_from(attempt.clamp(1, 20) - 1).unwrap_or(0);
    (FIRST_RETRY * 2_i32.pow(doublings)).min(LONGEST_RETRY)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::delay_after;

    #[test]
    fn the_delay_doubles_up_to_an_hour() {
        assert_eq!(delay_after(1), TimeDelta::seconds(2));
        assert_eq!(delay_after(4), TimeDelta::seconds(16));
        assert_eq!(delay_after(40), TimeDelta::hours(1));
    }
}
