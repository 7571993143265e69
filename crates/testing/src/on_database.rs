//! What a test needs of its database: made for it alone, gone with it.

use std::path::Path;

use sillon_domain::database::{
    DatabaseUrl,
    temporary::{create_postgres_database, drop_postgres_database},
};

/// What `#[db_test]` gives to a test's body.
pub trait OnDatabase: Sized {
    /// On a new SQLite file.
    fn on_sqlite(test: &'static str) -> impl Future<Output = Self> + Send;
    /// On a new PostgreSQL database.
    fn on_postgres(test: &'static str) -> impl Future<Output = Self> + Send;
    /// After the body: does what is left to do, and fails if that fails.
    fn finish(self) -> impl Future<Output = ()> + Send;
}

/// A database of one test.
#[derive(Debug)]
pub struct TestDatabase {
    /// Where it is.
    pub url: DatabaseUrl,
    postgres_name: Option<String>,
}

const SERVER: &str = "SILLON_TEST_POSTGRES_URL";

impl TestDatabase {
    /// A file in the folder.
    pub fn sqlite(folder: &Path) -> Self {
        Self { url: DatabaseUrl::Sqlite(folder.join("sillon.db")), postgres_name: None }
    }

    /// A new database on the server that scripts/with-postgres.sh started.
    pub async fn postgres(test: &str) -> Self {
        let letters = test.chars().filter(|letter| letter.is_ascii_lowercase() || *letter == '_').take(30);
        // The process is the test (nextest), or the name of the test tells two of one process apart.
        let name = format!("sillon_{}_{}", std::process::id(), letters.collect::<String>());
        let url = create_postgres_database(&server(), &name).await.unwrap();
        Self { url: DatabaseUrl::Postgres(url), postgres_name: Some(name) }
    }

    /// The URL as the server's configuration takes it.
    pub fn setting(&self) -> String {
        match &self.url {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Postgres(url) => url.clone(),
        }
    }

    /// Removes it.
    pub async fn remove(self) {
        if let Some(name) = self.postgres_name {
            drop_postgres_database(&server(), &name).await.unwrap();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the test's server is named by the script that started it")]
fn server() -> String {
    std::env::var(SERVER)
        .expect("scripts/with-postgres.sh runs the tests with a PostgreSQL server; `make test` calls it")
}
