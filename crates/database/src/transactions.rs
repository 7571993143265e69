//! The two kinds of transaction. Nothing else in Sillon can reach a connection.
//!
//! Tests end a write at any of its steps through the fail points `write.statement` (before each statement),
//! `write.commit` (before the commit) and `write.committed` (after it, before anybody is told).

use fail::fail_point;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};

use crate::{
    audit_chain::{self, AuditRecord},
    connect::Engine,
    error::DatabaseError,
};

/// A consistent snapshot to read from (SQLite: deferred; PostgreSQL: repeatable read, read only).
#[derive(Debug)]
pub struct ReadTx(pub(crate) DatabaseTransaction);

/// The right to write (SQLite: the single writer, BEGIN IMMEDIATE; PostgreSQL: read committed).
/// Dropping it without [`WriteTx::commit`] rolls everything back.
#[derive(Debug)]
pub struct WriteTx {
    inner: DatabaseTransaction,
    audit: Vec<AuditRecord>,
}

impl WriteTx {
    pub(crate) fn new(inner: DatabaseTransaction) -> Self {
        Self { inner, audit: Vec::new() }
    }

    /// Keeps an entry for the audit log. It joins the chain at the commit, because the end of the chain is a lock that
    /// nobody may hold while waiting for another.
    pub fn record(&mut self, record: AuditRecord) {
        self.audit.push(record);
    }

    /// Makes everything durable and visible at once, the entries of the audit log with it.
    pub async fn commit(self) -> Result<(), DatabaseError> {
        audit_chain::append(&self.inner, self.audit).await?;
        fail_point!("write.commit");
        self.inner.commit().await?;
        fail_point!("write.committed");
        Ok(())
    }

    /// Makes everything visible at once without waiting for the disk. On PostgreSQL it is durable with the next commit that
    /// waits, and as if it had not been when the power fails before; SQLite waits all the same. For what may be forgotten.
    pub async fn commit_unflushed(self) -> Result<(), DatabaseError> {
        if self.engine() == Engine::Postgres {
            self.inner.execute_unprepared("SET LOCAL synchronous_commit = off").await?;
        }
        self.commit().await
    }
}

/// What both kinds of transaction can do, so that a look-up serves reads and writes.
pub trait Reads: Sync {
    /// The connection for SeaORM queries. Each statement asks for it anew.
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
        fail_point!("write.statement");
        &self.inner
    }
}
