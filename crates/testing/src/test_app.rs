//! A whole application without a socket: every route, the worker, a database and a folder of its own.

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sillon::{config::Role, serve::build_router};
use sillon_domain::{
    Clock, Context, Database, JobSignal, Settings,
    accounts::PasswordHashing,
    address_links::{ResetRequest, send_reset_link},
    blobs::{BlobStore, Shelf},
    database::entities::job::State,
    jobs::{JobFilter, JobKind, Queue, cancel_job, list_jobs},
    limits::Limits,
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

/// What [`TestApp::second_instance`] gives. Close its database before the test ends.
#[derive(Debug)]
pub struct SecondInstance {
    /// What its roles share.
    pub ctx: Context,
    router: Router,
}

impl SecondInstance {
    /// The same browser, at this instance.
    #[must_use]
    pub fn moved(&self, person: &Person) -> Person {
        person.through(self.router.clone())
    }
}

/// Small enough for a test to pass it.
const UPLOAD_MAX_BYTES: u64 = 2 << 20;
/// Links in mails lead here.
const PUBLIC_URL: &str = "https://music.example";
const SETUP_TOKEN: &str = "the-token-of-the-test";

impl TestApp {
    async fn open(folder: TempDir, database: TestDatabase) -> Self {
        let db = Database::connect(&database.url, 5).await.unwrap();
        db.migrate().await.unwrap();
        let start: DateTime<Utc> = "2026-06-21T18:00:00Z".parse().unwrap();
        let clock = Clock::standing_at(start);
        let ctx = Context {
            limits: Limits::new(&db, clock.clone()),
            db,
            clock,
            blobs: BlobStore::open(folder.path().join("blobs")).unwrap(),
            passwords: PasswordHashing::with_places(2),
            settings: Arc::new(Settings {
                upload_max_bytes: UPLOAD_MAX_BYTES,
                public_url: Some(PUBLIC_URL.to_owned()),
                ..Settings::default()
            }),
            job_signal: JobSignal::default(),
            setup_token: SETUP_TOKEN.into(),
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

    /// What mails of this template that wait to be sent show, the newest first.
    pub async fn queued_mails(&self, template: &str) -> Vec<Value> {
        let filter = JobFilter { kind: Some("send_mail".to_owned()), state: Some(State::Available) };
        let jobs = list_jobs(&self.ctx.db.read().await.unwrap(), &filter, None, 200).await.unwrap();
        let args = jobs.rows.into_iter().map(|job| job.args).filter(|args| args["template"] == template);
        args.map(|args| json!({"to": args["to"]["address"], "values": args["values"]})).collect()
    }

    /// Those of them that go to this address.
    pub async fn mails_to(&self, template: &str, address: &str) -> Vec<Value> {
        let mut mails = self.queued_mails(template).await;
        mails.retain(|mail| mail["to"] == address);
        mails
    }

    /// Does what the jobs of forgotten passwords do, and sends no mail, so that [`TestApp::queued_mails`] shows the links.
    pub async fn run_reset_requests(&self) {
        let filter = JobFilter { kind: Some(ResetRequest::KIND.to_owned()), state: Some(State::Available) };
        let jobs = list_jobs(&self.ctx.db.read().await.unwrap(), &filter, None, 200).await.unwrap();
        for job in jobs.rows {
            let request: ResetRequest = serde_json::from_value(job.args).unwrap();
            let mut tx = self.ctx.db.write().await.unwrap();
            send_reset_link(&mut tx, &self.ctx.clock, &self.ctx.settings, &request).await.unwrap();
            cancel_job(&mut tx, &self.ctx.clock, job.id).await.unwrap();
            tx.commit().await.unwrap();
        }
    }

    /// A second instance on the same database and the same clock, as another process of the same place is.
    pub async fn second_instance(&self) -> SecondInstance {
        let db = Database::connect(&self.database.url, 5).await.unwrap();
        let ctx = Context { db, job_signal: JobSignal::default(), ..self.ctx.clone() };
        let router = build_router(ctx.clone(), &[Role::Api, Role::Streaming]);
        SecondInstance { ctx, router }
    }

    /// Names of everything that is kept on a shelf.
    pub async fn blobs(&self, shelf: Shelf) -> Vec<String> {
        let listed = self.ctx.blobs.list(shelf).await.unwrap();
        listed.into_iter().map(|(name, _)| name).collect()
    }

    /// Somebody who is not signed in, at an instance whose settings differ.
    pub fn visitor_with(&self, change: impl FnOnce(&mut Settings)) -> Person {
        let mut settings = Settings::clone(&self.ctx.settings);
        change(&mut settings);
        let ctx = Context { settings: Arc::new(settings), ..self.ctx.clone() };
        self.visitor_of(build_router(ctx, &[Role::Api, Role::Streaming]))
    }

    /// Somebody who is not signed in, at other routes.
    pub fn visitor_of(&self, router: Router) -> Person {
        Person::new(router)
    }

    /// The same database, opened once more.
    pub async fn connect_again(&self) -> Database {
        Database::connect(&self.database.url, 2).await.unwrap()
    }

    /// The same application with other settings, on the same database.
    #[must_use]
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
