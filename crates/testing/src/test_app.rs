//! A whole application without a socket: every route, the worker, a database and a folder of its own.

use std::{sync::Arc, time::Duration};

use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
use sillon::{config::Role, serve::build_router};
use sillon_domain::{
    Clock, Context, Database, JobSignal, Settings,
    accounts::PasswordHashing,
    blobs::{BlobStore, Shelf},
    invitations::AttemptLimit,
};
use sillon_worker::{EncoderCommand, Worker, WorkerSettings};
use tempfile::TempDir;

use crate::{OnDatabase, Person, TestDatabase, sillon_binary};

/// An application of one test.
#[derive(Debug)]
pub struct TestApp {
    /// What the roles share; its clock stands still until a test moves it.
    pub ctx: Context,
    pub(crate) router: Router,
    /// Both belong to the application that was opened, not to those made of it with other settings.
    database: Option<TestDatabase>,
    folder: Option<TempDir>,
}

/// Small enough for a test to pass it.
const UPLOAD_MAX_BYTES: u64 = 2 << 20;
const SETUP_TOKEN: &str = "the-token-of-the-test";

impl TestApp {
    async fn open(folder: TempDir, database: TestDatabase) -> Self {
        let db = Database::connect(&database.url, 5).await.unwrap();
        db.migrate().await.unwrap();
        let start: DateTime<Utc> = "2026-06-21T18:00:00Z".parse().unwrap();
        let ctx = Context {
            db,
            clock: Clock::standing_at(start),
            blobs: BlobStore::open(folder.path().join("blobs")).unwrap(),
            passwords: PasswordHashing::with_places(2),
            settings: Arc::new(Settings { upload_max_bytes: UPLOAD_MAX_BYTES, ..Settings::default() }),
            job_signal: JobSignal::default(),
            setup_token: SETUP_TOKEN.into(),
            invitation_attempts: AttemptLimit::default(),
        };
        let router = build_router(ctx.clone(), &[Role::Api, Role::Streaming]);
        Self { ctx, router, database: Some(database), folder: Some(folder) }
    }

    /// The token that makes the first admin.
    pub fn setup_token(&self) -> &'static str {
        SETUP_TOKEN
    }

    /// A worker that encodes with the real binary.
    pub fn worker(&self) -> Worker {
        let encoder = EncoderCommand { program: sillon_binary() };
        let settings = WorkerSettings {
            lease: TimeDelta::seconds(30),
            heartbeat: Duration::from_secs(5),
            ..WorkerSettings::new(encoder, 1)
        };
        Worker::new(self.ctx.clone(), settings)
    }

    /// Runs every job that is due; says how many those were.
    pub async fn run_jobs(&self) -> usize {
        self.worker().drain().await.unwrap()
    }

    /// Names of everything that is kept on a shelf.
    pub async fn blobs(&self, shelf: Shelf) -> Vec<String> {
        let listed = self.ctx.blobs.list(shelf).await.unwrap();
        listed.into_iter().map(|(name, _)| name).collect()
    }

    /// The same application with other settings, on the same database.
    pub fn with_settings(&self, settings: Settings) -> Self {
        let ctx = Context { settings: Arc::new(settings), ..self.ctx.clone() };
        let router = build_router(ctx.clone(), &[Role::Api, Role::Streaming]);
        Self { ctx, router, database: None, folder: None }
    }

    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Person {
        Person::new(self.router.clone())
    }
}

impl OnDatabase for TestApp {
    async fn on_sqlite(_: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = TestDatabase::sqlite(folder.path());
        Self::open(folder, database).await
    }

    async fn on_postgres(test: &'static str) -> Self {
        Self::open(tempfile::tempdir().unwrap(), TestDatabase::postgres(test).await).await
    }

    /// Runs the jobs that the test left, so that no test hides one that fails to end.
    async fn finish(self) {
        self.run_jobs().await;
        self.ctx.db.close().await.unwrap();
        if let Some(database) = self.database {
            database.remove().await;
        }
        drop(self.folder);
    }
}
