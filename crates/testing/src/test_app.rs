//! A whole application without a socket: every route, the worker, a database and a folder of its own.

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
use sillon::{config::Role, serve::build_router};
use sillon_domain::{
    Clock, Context, Database, JobSignal, Settings,
    accounts::PasswordHashing,
    blobs::{BlobStore, Shelf},
    invitations::AttemptLimit,
    jobs::Queue,
};
use sillon_mail::{Folder, Transport};
use sillon_worker::{EncoderCommand, MailSettings, Mailer, Worker, WorkerSettings};
use tempfile::TempDir;

use crate::{OnDatabase, Person, TestDatabase, sillon_binary};

/// An application of one test.
#[derive(Debug)]
pub struct TestApp {
    /// What the roles share; its clock stands still until a test moves it.
    pub ctx: Context,
    pub(crate) router: Router,
    /// Shared by those that were made of it with other settings.
    database: Arc<TestDatabase>,
    folder: Arc<TempDir>,
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
        Self { ctx, router, database: Arc::new(database), folder: Arc::new(folder) }
    }

    /// The token that makes the first admin.
    pub fn setup_token(&self) -> &'static str {
        SETUP_TOKEN
    }

    /// A worker that encodes with the real binary and writes mails to a folder.
    pub fn worker(&self) -> Worker {
        Worker::new(self.ctx.clone(), self.worker_settings())
    }

    /// The same in another context, with another way out for mails.
    pub fn worker_with(&self, ctx: Context, transport: Transport) -> Worker {
        Worker::new(ctx, Self::settings_with(transport))
    }

    /// How that worker behaves.
    pub fn worker_settings(&self) -> WorkerSettings {
        Self::settings_with(Transport::Folder(Folder::new(self.mail_folder())))
    }

    fn settings_with(transport: Transport) -> WorkerSettings {
        let from = "music@example.org".parse().unwrap();
        let mail = MailSettings { transport, from, host: "music.example.org".to_owned(), per_second: 0 };
        let encoder = EncoderCommand { program: sillon_binary() };
        WorkerSettings {
            lease: TimeDelta::seconds(30),
            heartbeat: Duration::from_secs(5),
            mailer: Mailer::new(mail).unwrap(),
            ..WorkerSettings::new(encoder, 1)
        }
    }

    /// Runs every job that is due; says how many those were, without the mails that told of them.
    pub async fn run_jobs(&self) -> usize {
        let attempts = self.worker().drain().await.unwrap();
        attempts.total() - attempts.of(Queue::Mail)
    }

    /// Every mail that was sent, as it was handed over, in no order.
    pub fn mails(&self) -> Vec<String> {
        let Ok(files) = std::fs::read_dir(self.mail_folder()) else { return Vec::new() };
        files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
    }

    /// Where the mails are.
    pub fn mail_folder(&self) -> PathBuf {
        self.folder.path().join("mail")
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
        Self { ctx, router, database: Arc::clone(&self.database), folder: Arc::clone(&self.folder) }
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
        let database = Arc::into_inner(self.database).expect("applications with other settings are gone by now");
        database.remove().await;
    }
}
