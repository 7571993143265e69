//! The first admin: once, by whoever has the token that the server printed.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        account::{self, Role},
        instance,
    },
    sea_orm,
};
use sillon_protocol::ErrorCode;

use super::{PasswordHash, ValidAccount, insert_account::insert_account};
use crate::{
    Clock, Context, Failure,
    mails::{Recipient, Welcome, queue_mail},
};

/// Refuses unless this is the token that the server printed. Compared in constant time (as hashes).
pub fn check_setup_token(ctx: &Context, given: &str) -> Result<(), Failure> {
    if blake3::hash(given.trim().as_bytes()) == blake3::hash(ctx.setup_token.as_bytes()) {
        return Ok(());
    }
    let detail = "Copy the token from the lines that the server printed at its start. A restart makes a new one.";
    Err(Failure::refused(ErrorCode::SetupTokenWrong, detail))
}

/// Makes the first admin, closes the set-up and welcomes them by mail, in one transaction.
///
/// Two at once: the update of the one `instance` row lets one through (PostgreSQL waits on the row, SQLite has one writer).
pub async fn set_up_instance(
    tx: &mut WriteTx,
    clock: &Clock,
    new: &ValidAccount,
    password: PasswordHash,
) -> Result<account::Model, Failure> {
    let closed = instance::Entity::update_many()
        .col_expr(instance::Column::SetUpAt, Expr::value(Some(clock.now())))
        .filter(instance::Column::SetUpAt.is_null())
        .exec(tx.conn())
        .await?;
    if closed.rows_affected != 1 {
        return Err(Failure::refused(ErrorCode::SetupDone, "This instance has its admin. Sign in instead."));
    }
    let account = insert_account(tx, clock, new, password, Role::Admin).await?;
    queue_mail(tx, clock, &Recipient::of(&account), &Welcome::to(&account)).await?;
    Ok(account)
}
