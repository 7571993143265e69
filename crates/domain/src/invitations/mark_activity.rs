//! Remembers of an invited account that it has listened, uploaded, come back: whether, and neither when nor what. The report
//! counts it by cohort (docs/ANALYTICS.md), and sessions or tracks that go later change nothing of it.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, UpdateMany, sea_query::Expr};
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
    mark(account, Column::HasPlayed).filter(Expr::exists(counted.into_query())).exec(tx.conn()).await?;
    Ok(())
}

/// Marks it when the account uploads.
pub(crate) async fn mark_uploaded(tx: &mut WriteTx, account: AccountId) -> Result<(), Failure> {
    mark(account, Column::HasUploaded).exec(tx.conn()).await?;
    Ok(())
}

/// Marks it when the account is here a day, or a week, after it was made.
pub(crate) async fn mark_return(tx: &mut WriteTx, account: AccountId, now: DateTime<Utc>) -> Result<(), Failure> {
    for (flag, after) in
        [(Column::WasBackAfterADay, TimeDelta::days(1)), (Column::WasBackAfterAWeek, TimeDelta::days(7))]
    {
        mark(account, flag).filter(Column::UsedAt.lte(now - after)).exec(tx.conn()).await?;
    }
    Ok(())
}

fn mark(account: AccountId, flag: Column) -> UpdateMany<beta_invite::Entity> {
    beta_invite::Entity::update_many()
        .col_expr(flag, Expr::value(true))
        .filter(Column::UsedBy.eq(account))
        .filter(flag.eq(false))
}
