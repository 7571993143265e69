//! Takes everything back that a journey left, also one that was killed.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use sillon_domain::{
    Context, Failure,
    launch::{remove_visitor, visitors_before},
    leaving::mails_under_way,
};

use super::mailbox::remove_mails;

/// The domain of journeys' addresses: nobody can ever own it (RFC 2606).
pub(super) const DOMAIN: &str = "journey.invalid";
/// No journey takes so long: it waits two minutes for the encode, one for each mail.
const STALE_AFTER: TimeDelta = TimeDelta::minutes(15);
/// How long mails are waited for, without which no worker runs.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(100);

/// Removes the person with everything that belongs to it, its invitation, and its mails in the folder where there is one.
pub(super) async fn clean_up(ctx: &Context, mails: Option<&Path>, email: &str) -> Result<(), Failure> {
    if mails.is_some() {
        // A worker that has begun to write one would write it behind our back.
        let began = Instant::now();
        while began.elapsed() < PATIENCE && mails_under_way(&ctx.db.read().await?, email).await? > 0 {
            tokio::time::sleep(PAUSE).await;
        }
    }
    let mut tx = ctx.db.write().await?;
    let removed = remove_visitor(&mut tx, &ctx.clock, email).await?;
    tx.commit().await?;
    removed.remove_files(&ctx.blobs).await;
    if let Some(folder) = mails {
        remove_mails(folder, email);
    }
    Ok(())
}

/// Removes what journeys left that were killed more than a quarter of an hour ago; says how many those were.
pub async fn remove_stale_journeys(ctx: &Context, mails: Option<&Path>) -> Result<usize, Failure> {
    let before = ctx.clock.now() - STALE_AFTER;
    let visitors = visitors_before(&ctx.db.read().await?, DOMAIN, before).await?;
    for email in &visitors {
        clean_up(ctx, mails, email).await?;
    }
    Ok(visitors.len())
}
