//! Migrations: numbered plain SQL, forward only, one folder per engine with the same file names.
//! sqlx's migrator runs them in transactions, keeps their checksums and, on PostgreSQL, an advisory lock.

use sqlx::{
    AssertSqlSafe, SqlSafeStr,
    migrate::{Migration, MigrationType, Migrator},
};

use crate::connect::{Database, Engine};

/// The same file of both folders.
struct Pair {
    version: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! pair {
    ($version:literal, $name:literal, $file:literal) => {
        Pair {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $file)),
            postgres: include_str!(concat!("../migrations/postgres/", $file)),
        }
    };
}

/// Every migration, in order. A published one is never changed: its checksum is in people's databases.
const PAIRS: &[Pair] = &[
    pair!(1, "accounts", "0001_accounts.sql"),
    pair!(2, "jobs", "0002_jobs.sql"),
    pair!(3, "catalogue", "0003_catalogue.sql"),
    pair!(4, "job queue", "0004_job_queue.sql"),
    pair!(5, "mail", "0005_mail.sql"),
    pair!(6, "pictures", "0006_pictures.sql"),
    pair!(7, "plays", "0007_plays.sql"),
    pair!(10, "permissions", "0010_permissions.sql"),
    pair!(11, "audit", "0011_audit.sql"),
    pair!(12, "sessions", "0012_sessions.sql"),
    pair!(13, "address_links", "0013_address_links.sql"),
    pair!(14, "two_factor", "0014_two_factor.sql"),
    pair!(15, "profiles", "0015_profiles.sql"),
    pair!(16, "rate_limits", "0016_rate_limits.sql"),
    pair!(17, "status_history", "0017_status_history.sql"),
    pair!(18, "leaving", "0018_leaving.sql"),
    pair!(20, "invitations", "0020_invitations.sql"),
];

fn migrator(engine: Engine) -> Migrator {
    migrator_to(engine, i64::MAX)
}

fn migrator_to(engine: Engine, last: i64) -> Migrator {
    let migrations = PAIRS.iter().filter(|pair| pair.version <= last).map(|pair| {
        let sql = match engine {
            Engine::Sqlite => pair.sqlite,
            Engine::Postgres => pair.postgres,
        };
        let sql = AssertSqlSafe(sql).into_sql_str();
        Migration::new(pair.version, pair.name.into(), MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(migrations.collect())
}

/// A migration failed, or the database holds one that this binary does not know.
#[derive(Debug, thiserror::Error)]
#[error("migration: {0}")]
pub struct MigrateError(#[from] sqlx::migrate::MigrateError);

/// How far the schema is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationState {
    /// Number and name of every migration in this binary, and whether the database has it.
    pub known: Vec<(i64, String, bool)>,
}

impl MigrationState {
    /// Numbers of the migrations that the database lacks.
    pub fn pending(&self) -> Vec<i64> {
        self.known.iter().filter(|(_, _, applied)| !applied).map(|(version, _, _)| *version).collect()
    }
}

impl Database {
    /// Brings the schema up to this binary's. Safe to run at every start and by several processes at once.
    pub async fn migrate(&self) -> Result<(), MigrateError> {
        match self.engine() {
            Engine::Sqlite => migrator(Engine::Sqlite).run(self.writer().get_sqlite_connection_pool()).await?,
            Engine::Postgres => migrator(Engine::Postgres).run(self.writer().get_postgres_connection_pool()).await?,
        }
        Ok(())
    }

    /// Brings an empty database to an older schema, for tests of what later migrations do with its rows.
    #[cfg(test)]
    pub(crate) async fn migrate_to(&self, last: i64) -> Result<(), MigrateError> {
        let migrator = migrator_to(self.engine(), last);
        match self.engine() {
            Engine::Sqlite => migrator.run(self.writer().get_sqlite_connection_pool()).await?,
            Engine::Postgres => migrator.run(self.writer().get_postgres_connection_pool()).await?,
        }
        Ok(())
    }

    /// Which migrations the database has.
    pub async fn migration_state(&self) -> Result<MigrationState, sqlx::Error> {
        let applied = match self.engine() {
            Engine::Sqlite => applied_on_sqlite(self).await?,
            Engine::Postgres => applied_on_postgres(self).await?,
        };
        let known = PAIRS.iter().map(|m| (m.version, m.name.to_owned(), applied.contains(&m.version))).collect();
        Ok(MigrationState { known })
    }
}

const APPLIED: &str = "SELECT version FROM _sqlx_migrations WHERE success";

async fn applied_on_sqlite(db: &Database) -> Result<Vec<i64>, sqlx::Error> {
    let pool = db.reader().get_sqlite_connection_pool();
    let table = "SELECT count(*) FROM sqlite_master WHERE name = '_sqlx_migrations'";
    if sqlx::query_scalar::<_, i64>(table).fetch_one(pool).await? == 0 {
        return Ok(Vec::new());
    }
    sqlx::query_scalar(APPLIED).fetch_all(pool).await
}

async fn applied_on_postgres(db: &Database) -> Result<Vec<i64>, sqlx::Error> {
    let pool = db.reader().get_postgres_connection_pool();
    let table = "SELECT to_regclass('_sqlx_migrations') IS NOT NULL";
    if !sqlx::query_scalar::<_, bool>(table).fetch_one(pool).await? {
        return Ok(Vec::new());
    }
    sqlx::query_scalar(APPLIED).fetch_all(pool).await
}
