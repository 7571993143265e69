//! The database: entities, migrations, and the two doors `Database::read` and `Database::write`.
//! Business rules do not belong here; they are in the domain.

mod announce_jobs;
#[cfg(test)]
mod artwork_moves;
pub mod audit_chain;
mod connect;
#[cfg(test)]
mod data_moves;
pub mod entities;
mod error;
pub mod ids;
mod migrate;
mod probe;
#[cfg(test)]
mod schema_agrees;
pub mod temporary;
mod transactions;

pub use announce_jobs::JobListener;
pub use connect::{ConnectError, Database, DatabaseUrl, Engine};
pub use error::{DatabaseError, is_unique_violation};
pub use migrate::{MigrateError, MigrationState};
pub use probe::PoolUse;
pub use sea_orm;
pub use transactions::{ReadTx, Reads, WriteTx};
