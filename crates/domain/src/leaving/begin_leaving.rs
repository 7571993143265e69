//! Closes an account whose owner wants it gone.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};
use serde_json::json;
use sillon_database::{Reads, WriteTx, entities::account, ids::AccountId, sea_orm};
use sillon_protocol::ErrorCode;

use crate::{
    Clock, Failure,
    address_links::remove_links,
    app_passwords::remove_app_passwords,
    audit::{Action, Entry, Origin, append},
    mails::{AccountLeaving, Recipient, queue_mail},
    roles::keep_an_admin,
    sessions::{Actor, end_all_sessions, end_tickets},
};

/// How long an account can be taken back.
pub const TIME_TO_CHANGE_ONES_MIND: TimeDelta = TimeDelta::days(30);

/// Closes the actor's account and says when it ends. The caller asked for the password (and a code) before; refuses when
/// the password was changed since. Refuses the last admin.
pub async fn begin_leaving(tx: &mut WriteTx, clock: &Clock, actor: &Actor) -> Result<DateTime<Utc>, Failure> {
    keep_an_admin(tx, actor.id()).await?;
    let account = lock(tx, actor.id()).await?;
    if account.password_hash != actor.account.password_hash {
        let detail = "The password was changed at the same time. Try again with the new one.";
        return Err(Failure::refused(ErrorCode::WrongPassword, detail));
    }
    close(tx, clock, &actor.origin, account).await
}

/// The same by the operator, for somebody who cannot sign in.
pub async fn begin_leaving_for(tx: &mut WriteTx, clock: &Clock, account: AccountId) -> Result<DateTime<Utc>, Failure> {
    keep_an_admin(tx, account).await?;
    let account = lock(tx, account).await?;
    close(tx, clock, &Origin::operator(), account).await
}

async fn lock(tx: &mut WriteTx, id: AccountId) -> Result<account::Model, Failure> {
    let account = account::Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?;
    account.ok_or_else(|| Failure::not_found("account"))
}

/// Ends everything that signs in; of an account that is leaving already nothing changes.
async fn close(
    tx: &mut WriteTx,
    clock: &Clock,
    origin: &Origin,
    account: account::Model,
) -> Result<DateTime<Utc>, Failure> {
    if let Some(leaves_at) = account.leaves_at {
        return Ok(leaves_at);
    }
    let leaves_at = clock.now() + TIME_TO_CHANGE_ONES_MIND;
    // The account first: this waits for a sign-in that holds it, whose session is then seen and ended.
    let mut change = account.clone().into_active_model();
    change.leaves_at = Set(Some(leaves_at));
    change.update(tx.conn()).await?;
    end_all_sessions(tx, account.id).await?;
    remove_app_passwords(tx, account.id).await?;
    end_tickets(tx, account.id).await?;
    remove_links(tx, account.id).await?;
    let entry = Entry::new(Action::DeletionRequested).on(account.id).after(json!({ "leaves_at": leaves_at }));
    append(tx, clock, origin, entry);
    queue_mail(tx, clock, &Recipient::of(&account), &AccountLeaving::at(leaves_at)).await?;
    Ok(leaves_at)
}
