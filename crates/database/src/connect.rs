//! Opening a database and handing out transactions. Queries do not belong here.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use sea_orm::{
    AccessMode, DatabaseConnection, IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sqlx::{
    ConnectOptions, PgPool, SqlitePool,
    pool::PoolOptions,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use crate::{
    error::DatabaseError,
    transactions::{ReadTx, WriteTx},
};

const SQLITE_READERS: u32 = 4;
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(15);

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A SQLite file; made when it is missing.
    Sqlite(PathBuf),
    /// A `postgres://` URL.
    Postgres(String),
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(_) => write!(f, "postgres://…"),
        }
    }
}

impl FromStr for DatabaseUrl {
    type Err = ConnectError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        match text.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path.trim_start_matches("//")))),
            _ => Err(ConnectError::Url),
        }
    }
}

/// The kind of database below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, one writer.
    Sqlite,
    /// A server, many writers.
    Postgres,
}

/// The database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The URL is of no known kind.
    #[error("the database URL must begin with postgres:// or sqlite:")]
    Url,
    /// The database refused.
    #[error("the database cannot be opened: {0}")]
    Open(#[from] sqlx::Error),
}

/// A database, cheap to clone. All writes go through [`Database::write`], all reads through [`Database::read`].
#[derive(Clone, Debug)]
pub struct Database {
    engine: Engine,
    reader: DatabaseConnection,
    writer: DatabaseConnection,
}

impl Database {
    /// Opens the database; the schema is left as it is (see [`Database::migrate`]).
    pub async fn connect(url: &DatabaseUrl, max_connections: u32) -> Result<Self, ConnectError> {
        match url {
            DatabaseUrl::Sqlite(path) => Self::open_sqlite(path).await,
            DatabaseUrl::Postgres(url) => Self::connect_postgres(url, max_connections).await,
        }
    }

    async fn open_sqlite(path: &Path) -> Result<Self, ConnectError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .disable_statement_logging();
        let pool = || PoolOptions::new().acquire_timeout(ACQUIRE_TIMEOUT).idle_timeout(None).max_lifetime(None);
        let writer: SqlitePool = pool().max_connections(1).connect_with(options.clone()).await?;
        let reader: SqlitePool =
            pool().max_connections(SQLITE_READERS).connect_lazy_with(options.pragma("query_only", "on"));
        Ok(Self { engine: Engine::Sqlite, reader: reader.into(), writer: writer.into() })
    }

    async fn connect_postgres(url: &str, max_connections: u32) -> Result<Self, ConnectError> {
        let options = PgConnectOptions::from_str(url)?.application_name("sillon").disable_statement_logging();
        let pool: PgPool = PoolOptions::new()
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .max_connections(max_connections)
            .connect_with(options)
            .await?;
        let connection = DatabaseConnection::from(pool);
        Ok(Self { engine: Engine::Postgres, reader: connection.clone(), writer: connection })
    }

    /// The kind of database below.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Begins a consistent read-only snapshot.
    #[expect(clippy::disallowed_methods, reason = "the one place where reads begin")]
    pub async fn read(&self) -> Result<ReadTx, DatabaseError> {
        let options = match self.engine {
            Engine::Sqlite => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
                ..TransactionOptions::default()
            },
            Engine::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
        };
        Ok(ReadTx(self.reader.begin_with_options(options).await?))
    }

    /// Begins a write. On SQLite this waits for the single writer, so a write transaction holds no slow work.
    #[expect(clippy::disallowed_methods, reason = "the one place where writes begin")]
    pub async fn write(&self) -> Result<WriteTx, DatabaseError> {
        let options = match self.engine {
            Engine::Sqlite => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            },
            Engine::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::ReadCommitted),
                ..TransactionOptions::default()
            },
        };
        Ok(WriteTx::new(self.writer.begin_with_options(options).await?))
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), DatabaseError> {
        Ok(self.reader.ping().await?)
    }

    /// Waits for running transactions and closes every connection.
    pub async fn close(&self) -> Result<(), DatabaseError> {
        self.reader.close_by_ref().await?;
        Ok(self.writer.close_by_ref().await?)
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }
}
