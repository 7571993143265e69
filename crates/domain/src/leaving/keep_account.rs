//! Takes a deletion back.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};
use sillon_database::{Reads, WriteTx, entities::account, sea_orm};

use crate::{
    Clock, Failure,
    app_passwords::remove_app_passwords,
    audit::{Action, Entry, append},
    mails::{SecurityEvent, notify},
    sessions::{Actor, end_api_tokens, end_other_sessions},
};

/// Opens the actor's account again and tells its owner; sessions and tokens that began meanwhile end, the present one
/// stays. Of an account that stays anyway nothing changes.
pub async fn keep_account(tx: &mut WriteTx, clock: &Clock, actor: &Actor) -> Result<account::Model, Failure> {
    let account = account::Entity::find_by_id(actor.id()).lock_exclusive().one(tx.conn()).await?;
    let account = account.ok_or_else(|| Failure::not_found("account"))?;
    if account.leaves_at.is_none() {
        return Ok(account);
    }
    let mut change = account.into_active_model();
    change.leaves_at = Set(None);
    let account = change.update(tx.conn()).await?;
    end_other_sessions(tx, clock, actor).await?;
    end_api_tokens(tx, account.id).await?;
    remove_app_passwords(tx, account.id).await?;
    append(tx, clock, &actor.origin, Entry::new(Action::DeletionTakenBack).on(account.id));
    notify(tx, clock, &account, SecurityEvent::AccountKept).await?;
    Ok(account)
}
