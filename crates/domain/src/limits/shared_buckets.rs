//! Numbers that nodes share, in the database: one statement each, so that no two nodes spend the same request.
//! The statements are the same on both engines; only PostgreSQL is shared, so only there are they used.

use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, QueryResult, Statement, Value};
use sillon_database::{Database, Engine, Reads, entities::rate_limit, sea_orm};

use super::{Budget, Verdict, charge::Key, sign_in_backoff::Attempts};
use crate::Failure;

/// Spends one request, when the budget has one left. The clock is the caller's; nodes agree within their NTP's error.
const SPEND: &str = "INSERT INTO rate_limits (key, paid_off_us, attempts, settled_at_us) VALUES ($1, $2 + $3, 0, $2 + $3) \
    ON CONFLICT (key) DO UPDATE SET \
        paid_off_us = $3 + CASE WHEN rate_limits.paid_off_us BETWEEN $2 AND $2 + $4 THEN rate_limits.paid_off_us ELSE $2 END, \
        settled_at_us = $3 + CASE WHEN rate_limits.paid_off_us BETWEEN $2 AND $2 + $4 THEN rate_limits.paid_off_us ELSE $2 END \
    WHERE rate_limits.paid_off_us NOT BETWEEN $2 AND $2 + $4 OR rate_limits.paid_off_us + $3 - $2 <= $4 \
    RETURNING paid_off_us";

pub(super) async fn charge(db: &Database, key: Key, budget: Budget, now_us: i64) -> Result<Verdict, Failure> {
    let tx = db.write().await?;
    let values = [bytes(key), now_us.into(), budget.interval_us().into(), budget.window_us().into()];
    let spent = tx.conn().query_one_raw(statement(db, SPEND, values)).await?;
    let verdict = if let Some(row) = spent {
        budget.verdict(number(&row)?, now_us, true)
    } else {
        let row = rate_limit::Entity::find_by_id(key.to_vec()).one(tx.conn()).await?;
        budget.verdict(row.map_or(now_us, |row| row.paid_off_us), now_us, false)
    };
    tx.commit().await?;
    Ok(verdict)
}

/// Counts an attempt, unless it comes too early: then gives the seconds to wait. The row is locked between the look and the change.
pub(super) async fn attempt(db: &Database, key: Key, now_us: i64) -> Result<Option<u64>, Failure> {
    const BEGIN: &str = "INSERT INTO rate_limits (key, paid_off_us, attempts, settled_at_us) VALUES ($1, 0, 0, $2) \
        ON CONFLICT (key) DO UPDATE SET settled_at_us = rate_limits.settled_at_us RETURNING paid_off_us, attempts";
    const COUNT: &str = "UPDATE rate_limits SET paid_off_us = $2, attempts = $3, settled_at_us = $4 WHERE key = $1";
    let tx = db.write().await?;
    let row = tx.conn().query_one_raw(statement(db, BEGIN, [bytes(key), now_us.into()])).await?;
    let row = row.ok_or_else(|| Failure::Broken("an upsert gave no row".to_owned()))?;
    let before = Attempts { count: row.try_get("", "attempts")?, last_us: number(&row)? };
    let wait = if before.count == 0 { None } else { before.wait_s(now_us) };
    if wait.is_none() {
        let next = if before.count == 0 { Attempts::first(now_us) } else { before.and_one_more(now_us) };
        let values = [bytes(key), next.last_us.into(), next.count.into(), next.forgotten_at_us().into()];
        tx.conn().execute_raw(statement(db, COUNT, values)).await?;
    }
    tx.commit().await?;
    Ok(wait)
}

pub(super) async fn forgive(db: &Database, key: Key) -> Result<(), Failure> {
    let tx = db.write().await?;
    rate_limit::Entity::delete_by_id(key.to_vec()).exec(tx.conn()).await?;
    Ok(tx.commit().await?)
}

/// Removes rows that time has settled.
pub(super) async fn remove_settled(db: &Database, now_us: i64) -> Result<(), Failure> {
    let tx = db.write().await?;
    let values = [now_us.into()];
    tx.conn().execute_raw(statement(db, "DELETE FROM rate_limits WHERE settled_at_us < $1", values)).await?;
    Ok(tx.commit().await?)
}

fn statement(db: &Database, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    let backend = match db.engine() {
        Engine::Sqlite => DbBackend::Sqlite,
        Engine::Postgres => DbBackend::Postgres,
    };
    Statement::from_sql_and_values(backend, sql, values)
}

fn bytes(key: Key) -> Value {
    key.to_vec().into()
}

fn number(row: &QueryResult) -> Result<i64, Failure> {
    Ok(row.try_get("", "paid_off_us")?)
}
