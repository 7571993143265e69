//! The two kinds of transaction. Nothing else in Sillon can reach a connection.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};

use crate::{connect::Engine, error::DatabaseError};

/// A consistent snapshot to read from (SQLite: deferred; PostgreSQL: repeatable read, read only).
#[derive(Debug)]
pub struct ReadTx(pub(crate) DatabaseTransaction);

/// The right to write (SQLite: the single writer, BEGIN IMMEDIATE; PostgreSQL: read committed).
/// Dropping it without [`WriteTx::commit`] rolls everything back.
#[derive(Debug)]
pub struct WriteTx(pub(crate) DatabaseTransaction);

impl WriteTx {
    /// Makes everything durable and visible at once.
    pub async fn commit(self) -> Result<(), DatabaseError> {
        Ok(self.0.commit().await?)
    }

    /// Makes everything visible at once without waiting for the disk. On PostgreSQL it is durable with the next commit that
    /// waits, and as if it had not been when the power fails before; SQLite waits all the same. For what may be forgotten.
    pub async fn commit_unflushed(self) -> Result<(), DatabaseError> {
        if self.engine() == Engine::Postgres {
            self.0.execute_unprepared("SET LOCAL synchronous_commit = off").await?;
        }
        self.commit().await
    }
}

/// What both kinds of transaction can do, so that a look-up serves reads and writes.
pub trait Reads: Sync {
    /// The connection for SeaORM queries.
    fn conn(&self) -> &DatabaseTransaction;

    /// The kind of database below, for the few statements that differ.
    fn engine(&self) -> Engine {
        match self.conn().get_database_backend() {
            DbBackend::Postgres => Engine::Postgres,
            _ => Engine::Sqlite,
        }
    }
}

impl Reads for ReadTx {
    fn conn(&self) -> &DatabaseTransaction {
        &self.0
    }
}

impl Reads for WriteTx {
    fn conn(&self) -> &DatabaseTransaction {
        &self.0
    }
}
