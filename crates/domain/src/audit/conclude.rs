//! How a recorded change ends: committed, or rolled back with a record of the refusal.

use sillon_database::WriteTx;

use super::{Entry, Origin, append};
use crate::{Context, Failure};

/// Commits what was done. What a rule refused is rolled back, and `attempt` is recorded as refused in a transaction of
/// its own; a failure of ours is rolled back and told in the server's log alone.
///
/// This function begins a transaction of its own, because a refusal must outlive the one that it rolls back.
pub async fn conclude<T>(
    ctx: &Context,
    tx: WriteTx,
    origin: &Origin,
    attempt: Entry,
    outcome: Result<T, Failure>,
) -> Result<T, Failure> {
    match outcome {
        Ok(value) => {
            tx.commit().await?;
            Ok(value)
        }
        Err(failure) => {
            drop(tx);
            record_refusal(ctx, origin, attempt, &failure).await?;
            Err(failure)
        }
    }
}

/// Records that a rule refused, outside any transaction.
pub async fn record_refusal(ctx: &Context, origin: &Origin, attempt: Entry, failure: &Failure) -> Result<(), Failure> {
    let Some(code) = failure.code() else { return Ok(()) };
    let mut tx = ctx.db.write().await?;
    append(&mut tx, &ctx.clock, origin, attempt.refused(code.as_str()));
    Ok(tx.commit().await?)
}
