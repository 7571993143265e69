//! `#[db_test]` as a user sees it, with a stand-in for the test application: this crate plays `sillon_testing`.

extern crate self as sillon_testing;

use std::{cell::Cell, future::Future};

use sillon_testing_macros::db_test;

/// The shape of `sillon_testing::OnDatabase`, which the expansion names.
pub trait OnDatabase: Sized {
    /// Makes the application on SQLite.
    fn on_sqlite(test: &'static str) -> impl Future<Output = Self> + Send;
    /// Makes the application on PostgreSQL.
    fn on_postgres(test: &'static str) -> impl Future<Output = Self> + Send;
    /// Ends the application.
    fn finish(self) -> impl Future<Output = ()> + Send;
}

/// Remembers whether the body ran; a runner may give each test its own process, so `finish` checks it.
struct Probe {
    engine: &'static str,
    test: &'static str,
    seen: Cell<bool>,
}

impl OnDatabase for Probe {
    async fn on_sqlite(test: &'static str) -> Self {
        Self { engine: "sqlite", test, seen: Cell::new(false) }
    }

    async fn on_postgres(test: &'static str) -> Self {
        Self { engine: "postgres", test, seen: Cell::new(false) }
    }

    async fn finish(self) {
        assert!(self.seen.get(), "{} on {}: the body ran before finish", self.test, self.engine);
    }
}

#[db_test]
async fn the_body_runs_between_making_and_finishing(app: &Probe) {
    assert_eq!(app.test, "the_body_runs_between_making_and_finishing");
    assert!(["sqlite", "postgres"].contains(&app.engine));
    app.seen.set(true);
}

mod inner {
    use super::db_test;

    #[db_test]
    async fn a_type_named_by_a_path_is_found(app: &crate::Probe) {
        app.seen.set(true);
    }
}
