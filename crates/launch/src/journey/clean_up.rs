//! Takes everything back that a journey left, also one that was killed.

use std::path::Path;

use chrono::TimeDelta;
use sillon_domain::{Context, Failure, launch::remove_visitor, launch::visitors_before};

use super::mailbox::remove_mails;

/// The domain of journeys' addresses: nobody can ever own it (RFC 2606).
pub(super) const DOMAIN: &str = "journey.invalid";
/// No journey takes so long: it waits two minutes for the encode, one for each mail.
const STALE_AFTER: TimeDelta = TimeDelta::minutes(15);

/// Removes the person with everything that belongs to it, and its invitation.
pub(super) async fn clean_up(ctx: &Context, email: &str) -> Result<(), Failure> {
    let mut tx = ctx.db.write().await?;
    let removed = remove_visitor(&mut tx, &ctx.clock, email).await?;
    tx.commit().await?;
    removed.remove_files(&ctx.blobs).await;
    Ok(())
}

/// Removes what journeys left that were killed more than a quarter of an hour ago, and their mails in the folder where there is one;
/// says how many those were.
pub async fn remove_stale_journeys(ctx: &Context, mails: Option<&Path>) -> Result<usize, Failure> {
    let before = ctx.clock.now() - STALE_AFTER;
    let visitors = visitors_before(&ctx.db.read().await?, DOMAIN, before).await?;
    for email in &visitors {
        clean_up(ctx, email).await?;
        if let Some(folder) = mails {
            remove_mails(folder, email);
        }
    }
    Ok(visitors.len())
}
