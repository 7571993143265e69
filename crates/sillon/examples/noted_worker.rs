//! A worker process for tests to kill: runs `NotedJob`s on the database of its first argument, leases of a second.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::{path::PathBuf, sync::Arc, time::Duration};

use chrono::TimeDelta;
use sillon_domain::{
    Clock, Context, Database, JobSignal, Settings, accounts::PasswordHashing, blobs::BlobStore, limits::Limits,
};
use sillon_testing::noted_jobs;
use sillon_worker::{EncoderCommand, Worker, WorkerSettings};
use tokio_util::sync::CancellationToken;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().unwrap().parse().unwrap();
    let folder = PathBuf::from(arguments.next().unwrap());
    let (db, clock) = (Database::connect(&url, 10).await.unwrap(), Clock::system());
    let ctx = Context {
        limits: Limits::new(&db, clock.clone()),
        db,
        clock,
        blobs: BlobStore::open(folder).unwrap(),
        passwords: PasswordHashing::with_places(1),
        settings: Arc::new(Settings::default()),
        job_signal: JobSignal::default(),
        setup_token: "unused".into(),
    };
    let settings = WorkerSettings {
        lease: TimeDelta::seconds(1),
        heartbeat: Duration::from_millis(300),
        ..WorkerSettings::new(EncoderCommand { program: PathBuf::new() }, 1)
    };
    Worker::with_registry(ctx, settings, noted_jobs()).run(CancellationToken::new()).await;
}
