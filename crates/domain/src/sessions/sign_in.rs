//! Signs in with address and password, and with a code where the account asks for one.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        account,
        sign_in_ticket::{self, Column},
    },
    ids::AccountId,
    sea_orm,
};
use sillon_protocol::ErrorCode;

use super::{Browser, start_session};
use crate::{
    Clock, Context, Failure, OpaqueToken,
    accounts::{check_credentials, lock_checked_account},
    audit::{Action, Entry, Origin, append},
    people::refuse_suspended,
    two_factor::{two_factor_of, use_code},
};

/// How long a person has between the password and the code.
const TICKET_LASTS: TimeDelta = TimeDelta::minutes(5);

/// How far signing in came.
#[derive(Clone, Debug)]
pub enum SignIn {
    /// A session has begun.
    Done(Box<account::Model>, OpaqueToken),
    /// A code is needed as well; the ticket stands for the password.
    CodeNeeded {
        /// For [`finish_sign_in`].
        ticket: OpaqueToken,
        /// When it ends.
        expires_at: DateTime<Utc>,
    },
}

/// Verifies the password and begins a session, or gives a ticket for the second step.
///
/// It begins its own transactions, because no transaction may be open while a password is verified.
pub async fn sign_in(
    ctx: &Context,
    origin: &Origin,
    email: &str,
    password: String,
    browser: &Browser,
) -> Result<SignIn, Failure> {
    let account = check_credentials(ctx, origin, email, password).await?;
    let mut tx = ctx.db.write().await?;
    let account = lock_checked_account(&mut tx, &account).await?;
    let signed_in = if two_factor_of(&tx, account.id).await?.is_some() {
        give_ticket(&mut tx, &ctx.clock, account.id, &browser.device_name).await?
    } else {
        let token = start_session(&mut tx, &ctx.clock, &ctx.settings, account.id, browser).await?;
        append(&mut tx, &ctx.clock, origin, Entry::new(Action::SessionStarted).on(account.id));
        SignIn::Done(Box::new(account), token)
    };
    tx.commit().await?;
    Ok(signed_in)
}

async fn give_ticket(
    tx: &mut WriteTx,
    clock: &Clock,
    account: AccountId,
    device_name: &str,
) -> Result<SignIn, Failure> {
    let ticket = OpaqueToken::random();
    let expires_at = clock.now() + TICKET_LASTS;
    let row = sign_in_ticket::ActiveModel {
        token_hash: Set(ticket.hash()),
        account_id: Set(account),
        device_name: Set(device_name.to_owned()),
        expires_at: Set(expires_at),
    };
    sign_in_ticket::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(SignIn::CodeNeeded { ticket, expires_at })
}

/// Verifies the code that goes with a ticket and begins the session. A wrong code leaves the ticket as it is, and is
/// counted in a transaction of its own.
pub async fn finish_sign_in(
    ctx: &Context,
    origin: &Origin,
    ticket: &OpaqueToken,
    code: &str,
    former: Option<OpaqueToken>,
) -> Result<(account::Model, OpaqueToken), Failure> {
    let mut tx = ctx.db.write().await?;
    let found = sign_in_ticket::Entity::find_by_id(ticket.hash())
        .filter(Column::ExpiresAt.gt(ctx.clock.now()))
        .one(tx.conn())
        .await?;
    let found = found.ok_or_else(ticket_ended)?;
    // Locked against a new password, which would have ended the ticket.
    let account = account::Entity::find_by_id(found.account_id).lock_shared().one(tx.conn()).await?;
    let account = account.ok_or_else(ticket_ended)?;
    refuse_suspended(&account)?;
    let used = use_code(&mut tx, &ctx.clock, found.account_id, code).await?;
    let entry = Entry::new(Action::SessionStarted).on(account.id);
    if let Err(refusal) = used.require() {
        append(&mut tx, &ctx.clock, origin, entry.refused(used.code().as_str()));
        tx.commit().await?;
        return Err(refusal);
    }
    // Two at once with two right codes: one of them removes the ticket.
    if sign_in_ticket::Entity::delete_by_id(ticket.hash()).exec(tx.conn()).await?.rows_affected != 1 {
        return Err(ticket_ended());
    }
    let browser = Browser { device_name: found.device_name, former };
    let token = start_session(&mut tx, &ctx.clock, &ctx.settings, account.id, &browser).await?;
    append(&mut tx, &ctx.clock, origin, entry);
    tx.commit().await?;
    Ok((account, token))
}

/// Ends the tickets of an account whose password is no longer the one that they stand for.
pub(crate) async fn end_tickets(tx: &mut WriteTx, account: AccountId) -> Result<(), Failure> {
    sign_in_ticket::Entity::delete_many().filter(Column::AccountId.eq(account)).exec(tx.conn()).await?;
    Ok(())
}

/// Removes the tickets whose time is over, and says how many.
pub async fn remove_expired_tickets(tx: &mut WriteTx, clock: &Clock) -> Result<u64, Failure> {
    let gone = sign_in_ticket::Entity::delete_many().filter(Column::ExpiresAt.lte(clock.now())).exec(tx.conn());
    Ok(gone.await?.rows_affected)
}

fn ticket_ended() -> Failure {
    Failure::refused(ErrorCode::TicketEnded, "Start again with address and password.")
}
