//! The lock behind which decisions about people and roles are taken, one after the other.

use sea_orm::{EntityTrait, QuerySelect};
use sillon_database::{Reads, WriteTx, entities::instance, sea_orm};

use crate::Failure;

/// Waits until no other transaction decides about roles or suspensions. The first thing such a transaction does.
///
/// On PostgreSQL the one row of `instance` is locked FOR UPDATE; what is read afterwards is what the one before
/// committed. SQLite has one writer, who waited at BEGIN IMMEDIATE.
pub async fn lock_roles(tx: &mut WriteTx) -> Result<(), Failure> {
    let locked = instance::Entity::find_by_id(1).lock_exclusive().one(tx.conn()).await?;
    locked.map(|_| ()).ok_or_else(|| Failure::Broken("the row of instance is missing".to_owned()))
}
