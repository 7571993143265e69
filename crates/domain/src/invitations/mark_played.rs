//! Remembers of an invited account that it has listened to something: whether, and neither when nor what. The report
//! counts it by cohort (docs/ANALYTICS.md).

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        beta_invite::{self, Column},
        play,
    },
    ids::{AccountId, PlayId},
    sea_orm,
};

use crate::Failure;

/// Marks the invitation of an account once one of these plays counts. Without an invitation there is nothing to mark.
pub(crate) async fn mark_played(tx: &mut WriteTx, account: AccountId, plays: &[PlayId]) -> Result<(), Failure> {
    let counted = play::Entity::find()
        .select_only()
        .column(play::Column::Id)
        .filter(play::Column::Id.is_in(plays.iter().copied()))
        .filter(play::Column::CountedAt.is_not_null());
    beta_invite::Entity::update_many()
        .col_expr(Column::HasPlayed, Expr::value(true))
        .filter(Column::UsedBy.eq(account))
        .filter(Column::HasPlayed.eq(false))
        .filter(Expr::exists(counted.into_query()))
        .exec(tx.conn())
        .await?;
    Ok(())
}
