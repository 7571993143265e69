//! Ends a day: its salt goes, its numbers become final.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, LockType},
};
use sillon_database::{Reads, WriteTx, entities::play_day, sea_orm};

use super::{
    days_with_plays,
    open_day::{hold_day, is_open},
    roll_up_day::replace_numbers,
};
use crate::{Clock, Failure};

/// Removes the salt and rolls the day up for good, in one transaction: every event that was taken is in the numbers, and
/// none is taken after. False when the day still takes events. A day that is final already stays as it is.
pub async fn finish_day(tx: &mut WriteTx, clock: &Clock, day: NaiveDate) -> Result<bool, Failure> {
    let now = clock.now();
    if is_open(day, now) {
        return Ok(false);
    }
    let row = hold_day(tx, day, now, LockType::Update).await?;
    if row.final_at.is_some() {
        return Ok(true);
    }
    replace_numbers(tx, day).await?;
    play_day::Entity::update_many()
        .col_expr(play_day::Column::Salt, Expr::value(None::<Vec<u8>>))
        .col_expr(play_day::Column::RolledUpAt, Expr::value(now))
        .col_expr(play_day::Column::FinalAt, Expr::value(now))
        .filter(play_day::Column::Day.eq(day))
        .exec(tx.conn())
        .await?;
    Ok(true)
}

/// The days that are over and not final yet, oldest first.
pub async fn unfinished_days(tx: &impl Reads, now: DateTime<Utc>) -> Result<Vec<NaiveDate>, Failure> {
    let Some(period) = days_with_plays(tx, now).await? else { return Ok(Vec::new()) };
    let finished = play_day::Entity::find().select_only().column(play_day::Column::Day);
    let finished = finished.filter(play_day::Column::FinalAt.is_not_null());
    let finished: HashSet<NaiveDate> = finished.into_tuple::<NaiveDate>().all(tx.conn()).await?.into_iter().collect();
    Ok(period.days().filter(|day| !is_open(*day, now) && !finished.contains(day)).collect())
}
