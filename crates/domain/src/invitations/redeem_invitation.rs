//! Uses an invitation up, in the transaction that makes the account.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        beta_invite::{self, Column},
        role::BuiltIn,
    },
    ids::{AccountId, InvitationId},
    sea_orm,
};
use sillon_protocol::ErrorCode;

use super::InvitationCode;
use crate::{Clock, Failure, accounts::EmailAddress};

/// Takes the invitation out of everybody else's reach, or refuses with one error whatever is wrong with it.
///
/// Fifty at once with one code: the update of its row lets one through (PostgreSQL waits on the row and looks again,
/// SQLite has one writer).
pub async fn redeem_invitation(
    tx: &mut WriteTx,
    clock: &Clock,
    code: &InvitationCode,
    email: &EmailAddress,
) -> Result<(InvitationId, BuiltIn), Failure> {
    let now = clock.now();
    let used = beta_invite::Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(Some(now)))
        .filter(Column::Code.eq(code.reveal()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .filter(Column::EmailKey.eq(&*email.key))
        .exec(tx.conn())
        .await?;
    if used.rows_affected != 1 {
        return Err(refusal());
    }
    let row = beta_invite::Entity::find().filter(Column::Code.eq(code.reveal())).one(tx.conn()).await?;
    let row = row.ok_or_else(|| Failure::Broken("an invitation was used and is not there".to_owned()))?;
    Ok((row.id, row.role))
}

/// Says which account was made with it.
pub async fn bind_invitation(tx: &mut WriteTx, invitation: InvitationId, account: AccountId) -> Result<(), Failure> {
    beta_invite::Entity::update_many()
        .col_expr(Column::UsedBy, Expr::value(Some(account)))
        .filter(Column::Id.eq(invitation))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// The one answer: it does not tell a wrong code from a used one, an expired one, or one of another address.
pub(super) fn refusal() -> Failure {
    let detail = "Copy the code from the invitation, and use the mail address to which it was sent.";
    Failure::refused(ErrorCode::InvitationInvalid, detail)
}
