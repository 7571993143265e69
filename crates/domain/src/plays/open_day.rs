//! The row of a UTC day: opened by its first event, closed by [`super::finish_day`].
//!
//! The row is also the lock of the day. Events hold it as KEY SHARE, a roll-up as NO KEY UPDATE (one roll-up at a time,
//! events go on), the end of the day as UPDATE (it waits for events that have begun, and later ones find it final).
//! On SQLite the single writer does all of that.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait, QuerySelect, sea_query::LockType};
use sillon_database::{Reads, WriteTx, entities::play_day, sea_orm};

use crate::Failure;

/// How long after its end a day still takes events: a player may have been without a connection.
pub const GRACE: TimeDelta = TimeDelta::hours(3);

/// Whether events of this day are still taken.
pub fn is_open(day: NaiveDate, now: DateTime<Utc>) -> bool {
    day.checked_add_days(Days::new(1)).is_some_and(|next| now < next.and_time(NaiveTime::MIN).and_utc() + GRACE)
}

/// The salt of the day, made when it is missing. None when the day is over.
pub(super) async fn salt_of_day(
    tx: &mut WriteTx,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Option<[u8; 32]>, Failure> {
    if !is_open(day, now) {
        return Ok(None);
    }
    let mut row = play_day::Entity::find_by_id(day).lock(LockType::KeyShare).one(tx.conn()).await?;
    if row.is_none() {
        insert_day(tx, day, now).await?;
        row = play_day::Entity::find_by_id(day).lock(LockType::KeyShare).one(tx.conn()).await?;
    }
    let salt = row.and_then(|row| row.salt);
    let broken = |_| Failure::Broken(format!("the salt of {day} has not 32 bytes"));
    salt.map(|salt| salt.try_into().map_err(broken)).transpose()
}

/// The row of the day, made when it is missing, held against other roll-ups (NO KEY UPDATE) or against everyone (UPDATE).
pub(super) async fn hold_day(
    tx: &mut WriteTx,
    day: NaiveDate,
    now: DateTime<Utc>,
    lock: LockType,
) -> Result<play_day::Model, Failure> {
    insert_day(tx, day, now).await?;
    let row = play_day::Entity::find_by_id(day).lock(lock).one(tx.conn()).await?;
    row.ok_or_else(|| Failure::Broken(format!("the row of {day} is gone")))
}

/// Two at once: the second waits for the first and finds its row. A day that is over gets no salt any more.
async fn insert_day(tx: &mut WriteTx, day: NaiveDate, now: DateTime<Utc>) -> Result<(), Failure> {
    let row = play_day::ActiveModel {
        day: Set(day),
        salt: Set(is_open(day, now).then(random_salt)),
        rolled_up_at: Set(None),
        final_at: Set(None),
        pruned_at: Set(None),
    };
    play_day::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(tx.conn()).await?;
    Ok(())
}

fn random_salt() -> Vec<u8> {
    let mut salt = vec![0; 32];
    getrandom::fill(&mut salt).expect("the operating system gives random bytes");
    salt
}

#[cfg(test)]
mod tests {
    use super::is_open;

    #[test]
    fn a_day_takes_events_until_three_hours_after_its_end() {
        let day = "2026-06-21".parse().unwrap();
        for (now, open) in [
            ("2026-06-21T00:00:00Z", true),
            ("2026-06-22T02:59:59Z", true),
            ("2026-06-22T03:00:00Z", false),
            ("2026-07-01T00:00:00Z", false),
        ] {
            assert_eq!(is_open(day, now.parse().unwrap()), open, "{now}");
        }
    }
}
