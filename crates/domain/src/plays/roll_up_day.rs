//! Rolls a day up: its numbers by track, by creator and for the instance, counted anew from its plays.
//!
//! The rows of the day are replaced in one transaction. A crash leaves the old ones; two at once wait for each other on
//! the day's row; doing it again gives the same.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement, Value,
    sea_query::{Expr, LockType},
};
use sillon_database::{
    Reads, WriteTx,
    entities::{account, creator_day, instance_day, play_day, track_day},
    sea_orm,
};

use super::{Period, open_day::hold_day};
use crate::{Clock, Failure};

/// What a roll-up did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RolledUp {
    /// The numbers of the day are those of its plays.
    Counted,
    /// The plays of the day are gone; its numbers stay as they are.
    PrunedBefore,
}

/// The numbers, as they are counted in every table. One text for both engines.
const NUMBERS: &str = "COUNT(*), \
    COUNT(*) FILTER (WHERE counted_at IS NOT NULL), \
    COUNT(DISTINCT listener) FILTER (WHERE counted_at IS NOT NULL), \
    COUNT(*) FILTER (WHERE counted_at IS NOT NULL AND ended), \
    COUNT(*) FILTER (WHERE counted_at IS NULL AND skipped AND NOT ended), \
    CAST(COALESCE(SUM(heard_ms), 0) AS bigint)";
const COLUMNS: &str = "starts, plays, listeners, completions, skips, heard_ms";

/// Rolls the day up as its plays are now.
pub async fn roll_up_day(tx: &mut WriteTx, clock: &Clock, day: NaiveDate) -> Result<RolledUp, Failure> {
    let row = hold_day(tx, day, clock.now(), LockType::NoKeyUpdate).await?;
    if row.pruned_at.is_some() {
        return Ok(RolledUp::PrunedBefore);
    }
    replace_numbers(tx, day).await?;
    play_day::Entity::update_many()
        .col_expr(play_day::Column::RolledUpAt, Expr::value(clock.now()))
        .filter(play_day::Column::Day.eq(day))
        .exec(tx.conn())
        .await?;
    Ok(RolledUp::Counted)
}

/// The days that can have plays: from the first account's until today. None before the instance is set up.
pub async fn days_with_plays(tx: &impl Reads, now: DateTime<Utc>) -> Result<Option<Period>, Failure> {
    let first = account::Entity::find().select_only().column(account::Column::CreatedAt);
    let first = first.order_by_asc(account::Column::CreatedAt).into_tuple::<DateTime<Utc>>().one(tx.conn()).await?;
    Ok(first.and_then(|first| Period::of(first.date_naive(), now.date_naive())))
}

/// Replaces the numbers of the day. The caller holds the day's row.
pub(super) async fn replace_numbers(tx: &mut WriteTx, day: NaiveDate) -> Result<(), Failure> {
    let conn = tx.conn();
    track_day::Entity::delete_many().filter(track_day::Column::Day.eq(day)).exec(conn).await?;
    creator_day::Entity::delete_many().filter(creator_day::Column::Day.eq(day)).exec(conn).await?;
    instance_day::Entity::delete_many().filter(instance_day::Column::Day.eq(day)).exec(conn).await?;
    let by_track = format!(
        "INSERT INTO track_days (track_id, creator_id, day, {COLUMNS}) \
         SELECT track_id, creator_id, day, {NUMBERS} FROM plays WHERE day = $1 GROUP BY track_id, creator_id, day"
    );
    let by_creator = format!(
        "INSERT INTO creator_days (creator_id, day, {COLUMNS}) \
         SELECT creator_id, day, {NUMBERS} FROM plays WHERE day = $1 GROUP BY creator_id, day"
    );
    for sql in [by_track, by_creator] {
        run(tx, sql, [day.into()]).await?;
    }
    let begin = day.and_time(NaiveTime::MIN).and_utc();
    let end = begin.checked_add_days(Days::new(1)).unwrap_or(DateTime::<Utc>::MAX_UTC);
    let of_instance = format!(
        "INSERT INTO instance_days (day, {COLUMNS}, uploads, sign_ups) SELECT $1, {NUMBERS}, \
         (SELECT COUNT(*) FROM tracks WHERE created_at >= $2 AND created_at < $3), \
         (SELECT COUNT(*) FROM accounts WHERE created_at >= $2 AND created_at < $3) \
         FROM plays WHERE day = $1"
    );
    run(tx, of_instance, [day.into(), begin.into(), end.into()]).await
}

async fn run(tx: &WriteTx, sql: String, values: impl IntoIterator<Item = Value>) -> Result<(), Failure> {
    let conn = tx.conn();
    conn.execute_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).await?;
    Ok(())
}
