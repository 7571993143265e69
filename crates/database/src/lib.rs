//! The database: entities, migrations, and the two doors `Database::read` and `Database::write`.
//! Business rules do not belong here; they are in the domain.

mod announce_jobs;
#[cfg(test)]
mod artwork_moves;
mod connect;
pub mod entities;
mod error;
pub mod ids;
mod migrate;
#[cfg(test)]
mod schema_agrees;
pub mod temporary;
mod transactions;

pub use announce_jobs::JobListener;
pub use connect::{ConnectError, Database, DatabaseUrl, Engine};
pub use error::{DatabaseError, is_unique_violation};
pub use migrate::{MigrateError, MigrationState};
pub use sea_orm;
pub use transactions::{ReadTx, Reads, WriteTx};
