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

/// Takes the right to send the mail of a live invitation that is in this state, and gives the number of the attempt, from
/// 1. None: somebody else has it, or the invitation is used, expired, or declined.
pub async fn begin_sending(
    tx: &mut WriteTx,
    clock: &Clock,
    id: InvitationId,
    from: DeliveryState,
) -> Result<Option<i32>, Failure> {
    let taken = beta_invite::Entity::update_many()
        .col_expr(Column::DeliveryState, Expr::value(DeliveryState::Sending))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::DeliveryState.eq(from))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(clock.now()))
        .exec(tx.conn())
        .await?;
    if taken.rows_affected != 1 {
        return Ok(None);
    }
    Ok(beta_invite::Entity::find_by_id(id).one(tx.conn()).await?.map(|row| row.attempts))
}

/// Records how far the mail is after an attempt, with what the server or the command said. What a later attempt left
/// stays: the journal that tells this may be an old one.
pub async fn record_delivery(
    tx: &mut WriteTx,
    id: InvitationId,
    attempt: i32,
    state: DeliveryState,
    smtp_status: &str,
) -> Result<(), Failure> {
    beta_invite::Entity::update_many()
        .col_expr(Column::DeliveryState, Expr::value(state))
        .col_expr(Column::Attempts, Expr::value(attempt))
        .col_expr(Column::LastSmtpStatus, Expr::value(smtp_status))
        .filter(Column::Id.eq(id))
        .filter(Column::Attempts.lte(attempt))
        .exec(tx.conn())
        .await?;
    Ok(())
}
