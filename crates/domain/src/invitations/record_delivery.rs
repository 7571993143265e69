//! How far the mail of an invitation is. Invariant: a mail is sent only by whoever moved its row to `sending`, and no row
//! goes back to `rendered`, so that nobody gets the same mail twice.

use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::beta_invite::{self, Column, DeliveryState},
    ids::InvitationId,
    sea_orm,
};

use crate::{Clock, Failure};

/// Takes the right to send the mail of a live invitation that is in one of these states. False: somebody else has it, or
/// the invitation is used, expired, or declined.
pub async fn begin_sending(
    tx: &mut WriteTx,
    clock: &Clock,
    id: InvitationId,
    from: &[DeliveryState],
) -> Result<bool, Failure> {
    let taken = beta_invite::Entity::update_many()
        .col_expr(Column::DeliveryState, Expr::value(DeliveryState::Sending))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::DeliveryState.is_in(from.iter().copied()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(clock.now()))
        .exec(tx.conn())
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Records how far the mail is, with what the server or the command said. Whoever calls this holds the journal of
/// sending, which knows better than the row: a row may have come back from an old backup.
pub async fn record_delivery(
    tx: &mut WriteTx,
    id: InvitationId,
    state: DeliveryState,
    smtp_status: &str,
) -> Result<(), Failure> {
    beta_invite::Entity::update_many()
        .col_expr(Column::DeliveryState, Expr::value(state))
        .col_expr(Column::LastSmtpStatus, Expr::value(smtp_status))
        .filter(Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}
