//! What an operator wants to know of the database itself: its version, whether it can be written, how busy its pool is.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::{
    connect::{Database, Engine},
    error::DatabaseError,
    transactions::Reads,
};

/// Connections of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolUse {
    /// `reader` or `writer`; PostgreSQL has one pool for both.
    pub pool: &'static str,
    /// Open now.
    pub open: u32,
    /// Open and waiting for work.
    pub idle: u32,
}

impl Database {
    /// The version, as the database says it.
    pub async fn version(&self) -> Result<String, sqlx::Error> {
        match self.engine() {
            Engine::Sqlite => {
                sqlx::query_scalar("SELECT sqlite_version()")
                    .fetch_one(self.reader().get_sqlite_connection_pool())
                    .await
            }
            Engine::Postgres => {
                sqlx::query_scalar("SHOW server_version").fetch_one(self.reader().get_postgres_connection_pool()).await
            }
        }
    }

    /// Whether a write would succeed; nothing is changed.
    pub async fn check_writable(&self) -> Result<(), DatabaseError> {
        let tx = self.write().await?;
        let backend = match self.engine() {
            Engine::Sqlite => DbBackend::Sqlite,
            Engine::Postgres => DbBackend::Postgres,
        };
        tx.conn().execute_raw(Statement::from_string(backend, "UPDATE instance SET id = id WHERE id = 0")).await?;
        Ok(())
    }

    /// How busy the pools are.
    pub fn pool_use(&self) -> Vec<PoolUse> {
        let idle = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        match self.engine() {
            Engine::Sqlite => [("reader", self.reader()), ("writer", self.writer())]
                .map(|(pool, connection)| {
                    let of = connection.get_sqlite_connection_pool();
                    PoolUse { pool, open: of.size(), idle: idle(of.num_idle()) }
                })
                .to_vec(),
            Engine::Postgres => {
                let of = self.reader().get_postgres_connection_pool();
                vec![PoolUse { pool: "reader", open: of.size(), idle: idle(of.num_idle()) }]
            }
        }
    }
}
