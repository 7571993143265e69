//! Removes the plays of old days; their numbers stay.

use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType},
};
use sillon_database::{
    Reads, WriteTx,
    entities::{play, play_day},
    sea_orm,
};

use super::open_day::hold_day;
use crate::{Clock, Failure};

/// The days whose plays are older than `keep_days` and still there, oldest first. Only days whose numbers are final.
pub async fn days_to_prune(tx: &impl Reads, now: DateTime<Utc>, keep_days: u64) -> Result<Vec<NaiveDate>, Failure> {
    let Some(oldest_kept) = now.date_naive().checked_sub_days(Days::new(keep_days)) else { return Ok(Vec::new()) };
    let days = play_day::Entity::find()
        .select_only()
        .column(play_day::Column::Day)
        .filter(play_day::Column::Day.lt(oldest_kept))
        .filter(play_day::Column::FinalAt.is_not_null())
        .filter(play_day::Column::PrunedAt.is_null())
        .order_by_asc(play_day::Column::Day);
    Ok(days.into_tuple().all(tx.conn()).await?)
}

/// Removes the plays of a day and says how many those were. A day that is not final, or was pruned before, keeps its plays.
pub async fn prune_plays(tx: &mut WriteTx, clock: &Clock, day: NaiveDate) -> Result<u64, Failure> {
    let now = clock.now();
    let row = hold_day(tx, day, now, LockType::Update).await?;
    if row.final_at.is_none() || row.pruned_at.is_some() {
        return Ok(0);
    }
    let removed = play::Entity::delete_many().filter(play::Column::Day.eq(day)).exec(tx.conn()).await?;
    play_day::Entity::update_many()
        .col_expr(play_day::Column::PrunedAt, Expr::value(now))
        .filter(play_day::Column::Day.eq(day))
        .exec(tx.conn())
        .await?;
    Ok(removed.rows_affected)
}
