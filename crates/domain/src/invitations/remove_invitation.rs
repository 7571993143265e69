//! Invitations that nobody needs any more.

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use sillon_database::{
    Reads, WriteTx,
    entities::beta_invite::{self, Column},
    ids::InvitationId,
    sea_orm,
};

use crate::{Clock, Failure};

/// Removes one, used or not.
pub async fn remove_invitation(tx: &mut WriteTx, id: InvitationId) -> Result<(), Failure> {
    beta_invite::Entity::delete_by_id(id).exec(tx.conn()).await?;
    Ok(())
}

/// Removes unused ones that expired so long ago; says how many. Used ones stay for the report.
pub async fn remove_expired_invitations(tx: &mut WriteTx, clock: &Clock, kept_for: TimeDelta) -> Result<u64, Failure> {
    let removed = beta_invite::Entity::delete_many()
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.lt(clock.now() - kept_for))
        .exec(tx.conn())
        .await?;
    Ok(removed.rows_affected)
}
