//! Looks at the parts every minute and writes down how they are. What is looked at belongs to the domain.

use std::time::Duration;

use sillon_domain::{
    Context, Failure,
    status::{check_parts, record_sample},
};
use tokio_util::sync::CancellationToken;

const INTERVAL: Duration = Duration::from_mins(1);

/// Runs until it is told to stop. A look that cannot be written is missing in the history, and shows as such.
pub(super) async fn sample_status(ctx: Context, stop: CancellationToken) {
    loop {
        if let Err(error) = sample(&ctx).await {
            tracing::warn!(%error, "the state of the parts cannot be written down");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(INTERVAL) => {}
        }
    }
}

/// One look.
pub async fn sample(ctx: &Context) -> Result<(), Failure> {
    let parts: Vec<_> = check_parts(ctx).await.into_iter().map(|(part, check)| (part, check.state)).collect();
    let mut tx = ctx.db.write().await?;
    record_sample(&mut tx, &ctx.clock, &parts).await?;
    Ok(tx.commit().await?)
}
