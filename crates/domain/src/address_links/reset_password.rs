//! A new password for somebody who forgot theirs.
//!
//! Invariant: the answer to a request, and the work for it, do not depend on whether the address has an account: the
//! request puts the address into a job, and the job looks for the account.

use serde::{Deserialize, Serialize};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        account::{self, Column},
        address_link::Purpose,
    },
    sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr},
};

use super::{
    issue_link,
    use_link::{link_ended, remove_links, use_link},
};
use crate::{
    Clock, Failure, OpaqueToken, Settings,
    accounts::{PasswordHash, account_by_email, parse_email, set_password},
    app_passwords::remove_app_passwords,
    audit::{Action, Entry, Origin, append},
    jobs::{JobKind, Queue, enqueue_job},
    mails::{Recipient, ResetPassword, SecurityEvent, notify, queue_mail},
    sessions::{end_all_sessions, end_tickets},
    two_factor::remove_two_factor,
};

/// The payload of the job that looks whether an address has an account and sends it a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResetRequest {
    /// What was typed.
    pub email: String,
}

impl JobKind for ResetRequest {
    const KIND: &'static str = "reset_request";
    const QUEUE: Queue = Queue::Mail;
    const MAX_ATTEMPTS: i32 = 5;
}

/// Takes a request for a link, whoever has the address; what is no address at all goes the same way.
pub async fn request_reset(tx: &mut WriteTx, clock: &Clock, email: &str) -> Result<(), Failure> {
    // Longer than any address is not one; the job need not carry it.
    let email = email.trim().chars().take(254).collect();
    enqueue_job(tx, clock, &ResetRequest { email }).await?;
    Ok(())
}

/// What the job does: sends a link to the account of this address, if there is one.
pub async fn send_reset_link(
    tx: &mut WriteTx,
    clock: &Clock,
    settings: &Settings,
    request: &ResetRequest,
) -> Result<(), Failure> {
    if settings.public_url.is_none() {
        tracing::warn!("somebody forgot a password, and no link can be sent: server.public_url is not set");
        return Ok(());
    }
    let Some(email) = parse_email(&request.email) else { return Ok(()) };
    let Some(account) = account_by_email(tx, &email).await? else { return Ok(()) };
    if let Some(token) = issue_link(tx, clock, account.id, Purpose::Reset, &account.email).await? {
        queue_mail(tx, clock, &Recipient::of(&account), &ResetPassword::new(clock, &token)).await?;
    }
    Ok(())
}

/// Uses the link: sets the password, ends every session, token, app password and link of the account, and tells its
/// owner. It does not sign in, so the second factor stays in force; unless the address was never verified.
pub async fn reset_password(
    tx: &mut WriteTx,
    clock: &Clock,
    origin: &Origin,
    token: &OpaqueToken,
    password: PasswordHash,
) -> Result<account::Model, Failure> {
    let (link, account) = use_link(tx, clock, Purpose::Reset, token).await?;
    if link.email != account.email {
        return Err(link_ended());
    }
    set_password(tx, account.id, password).await?;
    // Whoever opened the link reads the mail of this address.
    account::Entity::update_many()
        .col_expr(Column::EmailVerifiedAt, Expr::value(clock.now()))
        .filter(Column::Id.eq(account.id))
        .filter(Column::EmailVerifiedAt.is_null())
        .exec(tx.conn())
        .await?;
    if account.email_verified_at.is_none() {
        // Until now nobody had shown that the address is theirs: a second factor is that of whoever typed it first, and
        // would lock its owner out for good.
        remove_two_factor(tx, clock, origin, account.id).await?;
    }
    end_all_sessions(tx, account.id).await?;
    remove_app_passwords(tx, account.id).await?;
    end_tickets(tx, account.id).await?;
    remove_links(tx, account.id).await?;
    append(tx, clock, origin, Entry::new(Action::PasswordReset).on(account.id));
    notify(tx, clock, &account, SecurityEvent::PasswordReset).await?;
    Ok(account)
}
