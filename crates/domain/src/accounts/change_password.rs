//! A new password for an account.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::account::{self, Column},
    ids::AccountId,
    sea_orm,
};
use sillon_protocol::ErrorCode;

use super::PasswordHash;
use crate::{
    Clock, Failure,
    audit::{Action, Entry, append},
    mails::{SecurityEvent, notify},
    sessions::{Actor, end_other_sessions, end_tickets},
};

/// Changes the actor's password, which was confirmed with the present one, ends the other sessions, and tells the owner.
///
/// Two at once: the present hash is compared in the update, so the second one finds another password than it confirmed.
pub async fn change_password(
    tx: &mut WriteTx,
    clock: &Clock,
    actor: &Actor,
    password: PasswordHash,
) -> Result<(), Failure> {
    let changed = account::Entity::update_many()
        .col_expr(Column::PasswordHash, Expr::value(password.0))
        .filter(Column::Id.eq(actor.id()))
        .filter(Column::PasswordHash.eq(&*actor.account.password_hash))
        .exec(tx.conn())
        .await?;
    if changed.rows_affected != 1 {
        let detail = "The password was changed at the same time. Try again with the new one.";
        return Err(Failure::refused(ErrorCode::WrongPassword, detail));
    }
    append(tx, clock, &actor.origin, Entry::new(Action::PasswordChanged).on(actor.id()));
    end_other_sessions(tx, clock, actor).await?;
    end_tickets(tx, actor.id()).await?;
    notify(tx, clock, &actor.account, SecurityEvent::PasswordChanged).await
}

/// Sets the password of an account that proved its address.
pub async fn set_password(tx: &mut WriteTx, account: AccountId, password: PasswordHash) -> Result<(), Failure> {
    account::Entity::update_many()
        .col_expr(Column::PasswordHash, Expr::value(password.0))
        .filter(Column::Id.eq(account))
        .exec(tx.conn())
        .await?;
    Ok(())
}
