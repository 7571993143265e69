//! The loop of a worker: claim, run, repeat; stop without losing anything.

use std::{ops::AddAssign, sync::Arc, time::Duration};

use sillon_domain::{
    Context, Failure,
    database::Engine,
    ids::WorkerId,
    jobs::{Claim, Queue, claim_jobs, jobs_are_abandoned, jobs_are_due, rescue_jobs},
};
use tokio::{task::JoinHandle, time::Instant};
use tokio_util::sync::CancellationToken;

use crate::{jobs::registry, registry::Registry, schedule::make_due_runs, settings::WorkerSettings, shift::Shift};

const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// How many attempts began, by queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts([usize; Queue::ALL.len()]);

impl Attempts {
    /// Those of one queue.
    pub fn of(self, queue: Queue) -> usize {
        self.0[queue as usize]
    }

    /// All.
    pub fn total(self) -> usize {
        self.0.iter().sum()
    }
}

impl AddAssign for Attempts {
    fn add_assign(&mut self, more: Self) {
        for (count, more) in self.0.iter_mut().zip(more.0) {
            *count += more;
        }
    }
}

/// A worker of this process.
#[derive(Clone, Debug)]
pub struct Worker {
    pub(crate) ctx: Context,
    pub(crate) settings: WorkerSettings,
    pub(crate) registry: Arc<Registry>,
    id: WorkerId,
}

impl Worker {
    /// A worker with a new id, for every kind of the product.
    pub fn new(ctx: Context, settings: WorkerSettings) -> Self {
        Self::with_registry(ctx, settings, registry())
    }

    /// A worker for these kinds.
    pub fn with_registry(ctx: Context, settings: WorkerSettings, registry: Registry) -> Self {
        let id = WorkerId::new(ctx.clock.now());
        Self { ctx, settings, registry: Arc::new(registry), id }
    }

    /// Works until it is told to stop; then waits for running jobs up to a limit and gives the others back to the queue,
    /// their attempt not counted.
    pub async fn run(self, stop: CancellationToken) {
        let mut shift = Shift::begin(&self, &stop);
        let heartbeat = self.keep_leases(&shift);
        let mut next_look = Instant::now();
        let mut pause = self.settings.poll_interval;
        while !stop.is_cancelled() {
            // Asked for before the claim, so that a job enqueued in between is not missed.
            let signal = self.ctx.job_signal.clone();
            let signalled = signal.woken();
            let turn = async {
                if Instant::now() >= next_look {
                    self.look_around().await?;
                    next_look = Instant::now() + self.settings.poll_interval;
                }
                self.claim_into(&mut shift).await
            };
            match turn.await {
                Ok(_) => pause = self.settings.poll_interval,
                Err(error) => {
                    tracing::error!(%error, "jobs cannot be claimed");
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = signalled => {}
                () = tokio::time::sleep(pause) => {}
                () = shift.one_ended(), if shift.is_busy() => {}
            }
        }
        shift.end(self.settings.stop_patience).await;
        heartbeat.abort();
    }

    /// Runs what is due, until nothing is; says which attempts that were. For commands and tests, which do not serve:
    /// the schedule is left alone.
    pub async fn drain(&self) -> Result<Attempts, Failure> {
        let never = CancellationToken::new();
        let mut attempts = Attempts::default();
        loop {
            let mut shift = Shift::begin(self, &never);
            let heartbeat = self.keep_leases(&shift);
            self.rescue().await?;
            let mut claimed = self.claim_into(&mut shift).await?;
            while shift.is_busy() {
                shift.one_ended().await;
                claimed += self.claim_into(&mut shift).await?;
            }
            shift.end(self.settings.stop_patience).await;
            heartbeat.abort();
            attempts += claimed;
            if claimed.total() == 0 {
                return Ok(attempts);
            }
        }
    }

    /// Makes the runs of the schedule that are due, as [`Worker::run`] does each second.
    pub async fn make_due_runs(&self) -> Result<usize, Failure> {
        make_due_runs(&self.ctx, &self.registry).await
    }

    /// What has to be looked for because nobody says it: runs of the schedule, leases that ran out.
    async fn look_around(&self) -> Result<(), Failure> {
        self.make_due_runs().await?;
        self.rescue().await
    }

    async fn rescue(&self) -> Result<(), Failure> {
        while jobs_are_abandoned(&self.ctx.db.read().await?, &self.ctx.clock).await? {
            let mut tx = self.ctx.db.write().await?;
            let rescued = rescue_jobs(&mut tx, &self.ctx.clock).await?;
            tx.commit().await?;
            tracing::warn!(jobs = rescued, "jobs whose worker was lost are back in the queue");
            if rescued == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Claims for every queue that has room; says which jobs began.
    async fn claim_into(&self, shift: &mut Shift) -> Result<Attempts, Failure> {
        let mut begun = Attempts::default();
        let room = Queue::ALL.into_iter().map(|queue| (queue, shift.room(queue) as u64));
        let room: Vec<_> = room.filter(|(_, most)| *most > 0).collect();
        if room.is_empty() || !self.is_worth_a_write().await? {
            return Ok(begun);
        }
        let mut tx = self.ctx.db.write().await?;
        let claim = Claim { worker: self.id, room: &room, lease: self.settings.lease };
        let claimed = claim_jobs(&mut tx, &self.ctx.clock, claim).await?;
        // A claim that is forgotten leaves the job in the queue; the commit of its end makes both durable.
        tx.commit_unflushed().await?;
        for (job, lease) in claimed {
            if let Some(queue) = shift.start(self, job, lease) {
                begun.0[queue as usize] += 1;
            }
        }
        Ok(begun)
    }

    /// On SQLite a look comes first, because there is one writer for all; on PostgreSQL a claim costs no more than it.
    async fn is_worth_a_write(&self) -> Result<bool, Failure> {
        match self.ctx.db.engine() {
            Engine::Sqlite => jobs_are_due(&self.ctx.db.read().await?, &self.ctx.clock).await,
            Engine::Postgres => Ok(true),
        }
    }

    fn keep_leases(&self, shift: &Shift) -> JoinHandle<()> {
        let (ctx, settings, held) = (self.ctx.clone(), self.settings.clone(), shift.held().clone());
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(settings.heartbeat).await;
                if let Err(error) = held.renew(&ctx, settings.lease).await {
                    tracing::error!(%error, "leases cannot be renewed");
                }
            }
        })
    }
}
