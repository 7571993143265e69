//! Makes the runs of the schedule: each once, by whichever worker comes first, its job in the same transaction.
//! A run that was due while no worker was there is made when one comes; of several missed ones, the last.

use sillon_domain::{
    Context, Failure,
    jobs::{note_run, take_run, was_taken},
};

use crate::registry::{Entry, Registry};

/// Makes every run that is due; says how many were made here.
pub(crate) async fn make_due_runs(ctx: &Context, registry: &Registry) -> Result<usize, Failure> {
    let mut made = 0;
    for entry in registry.schedule() {
        made += usize::from(make_run(ctx, entry).await?);
    }
    Ok(made)
}

async fn make_run(ctx: &Context, entry: &Entry) -> Result<bool, Failure> {
    let Some(due_at) = entry.last_due(ctx.clock.now()) else { return Ok(false) };
    if was_taken(&ctx.db.read().await?, entry.name, due_at).await? {
        return Ok(false);
    }
    let mut tx = ctx.db.write().await?;
    let taken = take_run(&mut tx, entry.name, due_at).await?;
    if taken {
        let job = entry.enqueue(&mut tx, &ctx.clock).await?;
        note_run(&mut tx, entry.name, due_at, job).await?;
    }
    tx.commit().await?;
    Ok(taken)
}
