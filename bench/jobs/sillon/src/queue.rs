//! An instance with nothing in it but jobs, and a worker for them.

use std::{collections::BTreeMap, path::Path};

use anyhow::Context as _;
use sillon::{
    config::{Sources, load},
    serve::{Instance, open_instance},
};
use sillon_domain::{
    database::entities::job::State,
    jobs::{enqueue_jobs, queue_overview},
};
use sillon_worker::{Registry, Worker, relay_signals};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::counting_job::CountingJob;

/// How soon the jobs of a dead worker are taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recovery {
    /// As the product is delivered.
    Default,
    /// After ten seconds, as the peers are configured for the kills.
    Quick,
}

/// An opened instance.
pub(crate) struct BenchQueue {
    instance: Instance,
}

impl BenchQueue {
    /// Opens the PostgreSQL database of a URL or the SQLite file of a path, and makes its schema.
    pub(crate) async fn open(url: &str, recovery: Recovery) -> anyhow::Result<Self> {
        let is_server = url.starts_with("postgres");
        let folder = if is_server {
            std::env::temp_dir().join("sillon-bench-data")
        } else {
            Path::new(url).parent().context("the database needs a folder")?.to_owned()
        };
        let mut flags = vec![
            ("storage.data_dir", folder.display().to_string()),
            ("database.url", if is_server { url.to_owned() } else { format!("sqlite:{url}") }),
        ];
        if recovery == Recovery::Quick {
            flags.push(("worker.lease_seconds", "10".to_owned()));
        }
        let sources = Sources { file: None, variables: BTreeMap::new(), flags };
        let instance = open_instance(&load(&sources)?.config).await?;
        instance.ctx.db.migrate().await?;
        tokio::spawn(relay_signals(instance.ctx.clone(), CancellationToken::new()));
        Ok(Self { instance })
    }

    /// Puts jobs into the queue in one transaction, and wakes the workers.
    pub(crate) async fn enqueue(&self, jobs: Vec<CountingJob>) -> anyhow::Result<()> {
        let ctx = &self.instance.ctx;
        let mut tx = ctx.db.write().await?;
        enqueue_jobs(&mut tx, &ctx.clock, &jobs).await?;
        tx.commit().await?;
        ctx.job_signal.wake();
        Ok(())
    }

    /// Starts a worker in this process.
    pub(crate) fn start_worker(&self) -> RunningWorker {
        let registry = Registry::default().with::<CountingJob>();
        let worker = Worker::with_registry(self.instance.ctx.clone(), self.instance.worker.clone(), registry);
        let stop = CancellationToken::new();
        RunningWorker { task: tokio::spawn(worker.run(stop.clone())), stop }
    }

    /// Jobs that are not completed.
    pub(crate) async fn unfinished(&self) -> anyhow::Result<i64> {
        let ctx = &self.instance.ctx;
        let overview = queue_overview(&ctx.db.read().await?, &ctx.clock).await?;
        Ok(overview.counts.iter().filter(|row| row.state != State::Completed).map(|row| row.count).sum())
    }
}

/// A worker of this process.
pub(crate) struct RunningWorker {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl RunningWorker {
    /// Lets running jobs end and waits until their ends are committed.
    pub(crate) async fn stop(self) -> anyhow::Result<()> {
        self.stop.cancel();
        Ok(self.task.await?)
    }
}
