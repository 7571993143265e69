//! Carries wake-ups between processes on PostgreSQL, in both directions. Lost ones cost a second: workers also look.

use std::time::Duration;

use sillon_domain::Context;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// Wake-ups within this time become one NOTIFY, because each takes a lock of the whole database.
const DEBOUNCE: Duration = Duration::from_millis(20);
const PAUSE_AFTER_ERROR: Duration = Duration::from_secs(1);

/// Relays until it is told to stop. Every process with a role runs one; where it has no worker, hearing costs nothing.
pub async fn relay_signals(ctx: Context, stop: CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = speak(&ctx) => {}
        () = hear(&ctx) => {}
    }
}

async fn speak(ctx: &Context) {
    loop {
        ctx.job_signal.to_be_relayed().await;
        sleep(DEBOUNCE).await;
        if let Err(error) = ctx.db.announce_jobs().await {
            tracing::debug!(%error, "other processes cannot be told of jobs");
        }
    }
}

async fn hear(ctx: &Context) {
    loop {
        match ctx.db.hear_jobs().await {
            Ok(None) => std::future::pending().await,
            Ok(Some(mut listener)) => {
                while listener.heard().await.is_ok() {
                    ctx.job_signal.wake_here();
                }
            }
            Err(error) => tracing::debug!(%error, "other processes cannot be heard"),
        }
        sleep(PAUSE_AFTER_ERROR).await;
    }
}
