//! Shuts an account out, and lets it in again. Nothing of what it made is touched.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;
use sillon_database::{
    Reads, WriteTx,
    entities::{account, session},
    ids::AccountId,
    sea_orm,
};
use sillon_protocol::ErrorCode;

use crate::{
    Clock, Failure,
    accounts::account_by_id,
    audit::{Action, Entry, append},
    permissions::{Authority, Permission, permissions_of, require_all},
    roles::{keep_an_admin, lock_roles},
};

/// Suspends the account and ends its sessions; suspending it twice is no error and is recorded once.
///
/// Nobody suspends themselves, the last admin, or somebody who may do more about others than they may. A
/// session that begins at the
/// same moment lets nobody in: whoever resumes one looks at the account as well.
pub async fn suspend_account(
    tx: &mut WriteTx,
    clock: &Clock,
    authority: Authority<'_>,
    id: AccountId,
) -> Result<account::Model, Failure> {
    let account = account_within_reach(tx, authority, id).await?;
    if account.suspended_at.is_some() {
        return Ok(account);
    }
    keep_an_admin(tx, id).await?;
    // The account first: this waits for a sign-in that holds it, whose session is then seen and ended.
    let account = set_suspended_at(tx, account, Some(clock.now())).await?;
    let ended = end_sessions(tx, id).await?;
    let entry = Entry::new(Action::AccountSuspended)
        .on(id)
        .before(json!({"suspended": false}))
        .after(json!({"suspended": true, "sessions_ended": ended}));
    append(tx, clock, &authority.origin(), entry);
    Ok(account)
}

/// Lets the account sign in again; sessions that began while it was suspended end.
pub async fn reinstate_account(
    tx: &mut WriteTx,
    clock: &Clock,
    authority: Authority<'_>,
    id: AccountId,
) -> Result<account::Model, Failure> {
    let account = account_within_reach(tx, authority, id).await?;
    if account.suspended_at.is_none() {
        return Ok(account);
    }
    end_sessions(tx, id).await?;
    let account = set_suspended_at(tx, account, None).await?;
    let entry = Entry::new(Action::AccountReinstated)
        .on(id)
        .before(json!({"suspended": true}))
        .after(json!({"suspended": false}));
    append(tx, clock, &authority.origin(), entry);
    Ok(account)
}

/// Refuses a sign-in of a suspended account. Asked once the password is known to be right, so that nobody learns from
/// it that an address has an account.
pub fn refuse_suspended(account: &account::Model) -> Result<(), Failure> {
    if account.suspended_at.is_none() {
        return Ok(());
    }
    let detail = "The people who run this place have suspended this account. Write to them if you think that is wrong.";
    Err(Failure::refused(ErrorCode::AccountSuspended, detail))
}

async fn account_within_reach(
    tx: &mut WriteTx,
    authority: Authority<'_>,
    id: AccountId,
) -> Result<account::Model, Failure> {
    lock_roles(tx).await?;
    let permitted = authority.require(tx, Permission::SuspendPeople).await?;
    let account = account_by_id(tx, id).await?.ok_or_else(|| Failure::not_found("account"))?;
    if authority.is(id) {
        return Err(Failure::refused(ErrorCode::Forbidden, "Nobody suspends their own account."));
    }
    require_all(&permitted, &permissions_of(tx, id).await?.over_others())?;
    Ok(account)
}

async fn end_sessions(tx: &mut WriteTx, id: AccountId) -> Result<u64, Failure> {
    let ended = session::Entity::delete_many().filter(session::Column::AccountId.eq(id)).exec(tx.conn());
    Ok(ended.await?.rows_affected)
}

async fn set_suspended_at(
    tx: &mut WriteTx,
    account: account::Model,
    at: Option<chrono::DateTime<chrono::Utc>>,
) -> Result<account::Model, Failure> {
    let mut change = account.into_active_model();
    change.suspended_at = Set(at);
    Ok(change.update(tx.conn()).await?)
}
