//! Makes, lists and removes app passwords.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use sillon_database::{
    Reads, WriteTx,
    entities::app_password::{self, Column},
    ids::{AccountId, AppPasswordId},
    sea_orm,
};

use super::GROUPS;
use crate::{
    Clock, Failure, ReadableSecret,
    access_tokens::{refuse_more_than_most, valid_name},
    audit::{Action, Entry, append},
    mails::{SecurityEvent, notify},
    sessions::Actor,
};

/// Makes one and tells the owner; its text is shown once.
pub async fn create_app_password(
    tx: &mut WriteTx,
    clock: &Clock,
    actor: &Actor,
    name: &str,
) -> Result<(app_password::Model, ReadableSecret), Failure> {
    let name = valid_name(name)?;
    let have = app_password::Entity::find().filter(Column::AccountId.eq(actor.id())).count(tx.conn()).await?;
    refuse_more_than_most(have)?;
    let secret = ReadableSecret::random(GROUPS);
    let now = clock.now();
    let row = app_password::ActiveModel {
        id: Set(AppPasswordId::new(now)),
        account_id: Set(actor.id()),
        name: Set(name),
        secret_hash: Set(secret.hash()),
        created_at: Set(now),
        last_used_at: Set(None),
    };
    let row = app_password::Entity::insert(row).exec_with_returning(tx.conn()).await?;
    append(tx, clock, &actor.origin, Entry::new(Action::AppPasswordCreated).on(row.id));
    notify(tx, clock, &actor.account, SecurityEvent::AppPasswordMade).await?;
    Ok((row, secret))
}

/// Those of an account, the newest first.
pub async fn list_app_passwords(tx: &impl Reads, account: AccountId) -> Result<Vec<app_password::Model>, Failure> {
    let found = app_password::Entity::find()
        .filter(Column::AccountId.eq(account))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .all(tx.conn());
    Ok(found.await?)
}

/// Removes one with the sessions that were begun with it; false when the actor has none of this id.
pub async fn remove_app_password(
    tx: &mut WriteTx,
    clock: &Clock,
    actor: &Actor,
    id: AppPasswordId,
) -> Result<bool, Failure> {
    let gone = app_password::Entity::delete_by_id(id).filter(Column::AccountId.eq(actor.id())).exec(tx.conn());
    let removed = gone.await?.rows_affected == 1;
    if removed {
        append(tx, clock, &actor.origin, Entry::new(Action::AppPasswordRemoved).on(id));
    }
    Ok(removed)
}

/// Removes all of an account.
pub async fn remove_app_passwords(tx: &mut WriteTx, account: AccountId) -> Result<(), Failure> {
    app_password::Entity::delete_many().filter(Column::AccountId.eq(account)).exec(tx.conn()).await?;
    Ok(())
}
