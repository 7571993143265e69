//! Invitations that nobody needs any more.

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use sillon_database::{
    Reads, WriteTx,
    entities::beta_invite::{self, Column},
    sea_orm,
};

use crate::{Clock, Failure};

/// The report counts them that long.
const KEPT_FOR: TimeDelta = TimeDelta::days(90);

/// Removes unused ones that expired long ago; says how many. Used ones stay for the report.
pub async fn remove_expired_invitations(tx: &mut WriteTx, clock: &Clock) -> Result<u64, Failure> {
    let removed = beta_invite::Entity::delete_many()
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.lt(clock.now() - KEPT_FOR))
        .exec(tx.conn())
        .await?;
    Ok(removed.rows_affected)
}
