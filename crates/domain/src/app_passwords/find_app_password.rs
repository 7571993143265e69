//! Finds the app password that a program gave.

use chrono::{DurationRound, TimeDelta};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        account,
        app_password::{self, Column},
    },
    sea_orm,
};

use super::GROUPS;
use crate::{Clock, Failure, ReadableSecret, accounts::EmailAddress, people::refuse_suspended};

/// Whether this can be an app password at all; asked before a transaction is begun for it.
pub(crate) fn looks_like_app_password(typed: &str) -> bool {
    ReadableSecret::from_typed(typed, GROUPS).is_some()
}

/// The app password of this account, and that it was used is written down, to the hour. None when the text is not one,
/// or not of this account.
pub(crate) async fn find_app_password(
    tx: &mut WriteTx,
    clock: &Clock,
    email: &EmailAddress,
    typed: &str,
) -> Result<Option<(account::Model, app_password::Model)>, Failure> {
    let Some(secret) = ReadableSecret::from_typed(typed, GROUPS) else { return Ok(None) };
    let found = app_password::Entity::find().filter(Column::SecretHash.eq(secret.hash())).one(tx.conn()).await?;
    let Some(found) = found else { return Ok(None) };
    // Locked against a suspension and a new password until the session that begins now can be seen and ended.
    let owner = account::Entity::find_by_id(found.account_id).lock_shared().one(tx.conn()).await?;
    let Some(owner) = owner.filter(|owner| owner.email_key == email.key) else { return Ok(None) };
    refuse_suspended(&owner)?;
    let hour = clock.now().duration_trunc(TimeDelta::hours(1)).unwrap_or_else(|_| clock.now());
    let used = app_password::Entity::update_many()
        .col_expr(Column::LastUsedAt, Expr::value(hour))
        .filter(Column::Id.eq(found.id))
        .exec(tx.conn())
        .await?;
    // It may have been removed while the account was waited for.
    Ok((used.rows_affected == 1).then_some((owner, found)))
}
