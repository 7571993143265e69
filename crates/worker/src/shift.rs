//! What a worker has in hand between its start and its stop: running attempts, their leases, and how they ended.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures_util::FutureExt;
use sillon_domain::{
    database::entities::job,
    jobs::{Lease, Queue},
};
use tokio::{
    sync::{Semaphore, mpsc},
    task::{JoinHandle, JoinSet},
    time::Instant,
};
use tokio_util::sync::CancellationToken;

use crate::{
    finisher::{Ending, write_endings},
    held_leases::HeldLeases,
    job::{Attempt, Done, JobError},
    runner::Worker,
};

const ENDINGS_AT_ONCE: usize = 2048;
/// A claim costs more than a short job: of these, as many are claimed for a place as it runs in this time.
const AHEAD: Duration = Duration::from_millis(250);
const MOST_JOBS_AHEAD: usize = 32;

/// See the module.
pub(crate) struct Shift {
    attempts: JoinSet<Ended>,
    lanes: [Lane; Queue::ALL.len()],
    held: HeldLeases,
    endings: mpsc::Sender<Ending>,
    finisher: JoinHandle<()>,
    stop: CancellationToken,
}

/// A queue's places, and how many of its jobs were claimed.
struct Lane {
    places: Arc<Semaphore>,
    most: usize,
    claimed: usize,
    usual: Duration,
}

impl Lane {
    /// How many jobs are claimed for each place.
    fn ahead(&self) -> usize {
        let usual_us = self.usual.as_micros().max(1);
        usize::try_from(AHEAD.as_micros() / usual_us).unwrap_or(MOST_JOBS_AHEAD).clamp(1, MOST_JOBS_AHEAD)
    }
}

struct Ended {
    queue: Queue,
    took: Duration,
}

impl Shift {
    pub(crate) fn begin(worker: &Worker, stop: &CancellationToken) -> Self {
        let held = HeldLeases::default();
        let (endings, written) = mpsc::channel(ENDINGS_AT_ONCE);
        let lasts = worker.settings.lease.to_std().unwrap_or_default();
        let finisher = tokio::spawn(write_endings(worker.ctx.clone(), held.clone(), lasts, written));
        let lanes = Queue::ALL.map(|queue| {
            let most = worker.settings.places(queue);
            Lane { places: Arc::new(Semaphore::new(most)), most, claimed: 0, usual: AHEAD }
        });
        Self { attempts: JoinSet::new(), lanes, held, endings, finisher, stop: stop.clone() }
    }

    pub(crate) fn held(&self) -> &HeldLeases {
        &self.held
    }

    /// How many more jobs of the queue may be claimed.
    pub(crate) fn room(&self, queue: Queue) -> usize {
        let lane = &self.lanes[queue as usize];
        let most = lane.most * lane.ahead();
        // Claims of a few at a time would cost as much as claims of many.
        let free = most.saturating_sub(lane.claimed);
        if lane.claimed > 0 && free < most / 4 { 0 } else { free }
    }

    pub(crate) fn is_busy(&self) -> bool {
        !self.attempts.is_empty()
    }

    /// Begins an attempt in its queue, which is given back; none for a queue that this version does not know.
    pub(crate) fn start(&mut self, worker: &Worker, job: job::Model, lease: Lease) -> Option<Queue> {
        let queue = Queue::ALL.into_iter().find(|queue| queue.as_str() == job.queue)?;
        let lane = &mut self.lanes[queue as usize];
        lane.claimed += 1;
        let stop = self.stop.child_token();
        self.held.add(lease, stop.clone());
        let worker = worker.clone();
        let places = Arc::clone(&lane.places);
        let (endings, held) = (self.endings.clone(), self.held.clone());
        self.attempts.spawn(async move {
            let _place = places.acquire_owned().await.expect("the places are never closed");
            let begun = Instant::now();
            let attempt =
                Attempt { ctx: worker.ctx.clone(), settings: worker.settings.clone(), job, lease, stop: stop.clone() };
            let ended = if stop.is_cancelled() { Err(JobError::Stopped) } else { run(&worker, &attempt).await };
            let took = begun.elapsed();
            report(&attempt.job, &ended, took);
            let to_be_written = match ended {
                Ok(Done::Completed) => Some(Ok(())),
                Ok(Done::Ended(_) | Done::LeaseLost) => None,
                Err(error) => Some(Err(error)),
            };
            match to_be_written {
                // The channel is closed only when the process ends; the lease then runs out.
                Some(result) => drop(endings.send(Ending { attempt: attempt.job.attempt, lease, result }).await),
                None => held.remove(lease),
            }
            Ended { queue, took }
        });
        Some(queue)
    }

    /// Waits until an attempt has ended, and takes note of all that have.
    pub(crate) async fn one_ended(&mut self) {
        let mut next = self.attempts.join_next().await;
        while let Some(ended) = next {
            if let Ok(Ended { queue, took }) = ended {
                let lane = &mut self.lanes[queue as usize];
                lane.claimed -= 1;
                lane.usual = (lane.usual * 7 + took) / 8;
            }
            next = self.attempts.try_join_next();
        }
    }

    /// Waits for what runs, for so long; what is left then is given up, and its leases given back.
    pub(crate) async fn end(mut self, patience: Duration) {
        let all = async { while self.attempts.join_next().await.is_some() {} };
        if tokio::time::timeout(patience, all).await.is_err() {
            self.attempts.shutdown().await;
            for lease in self.held.all() {
                let ending = Ending { attempt: 0, lease, result: Err(JobError::Stopped) };
                drop(self.endings.send(ending).await);
            }
        }
        drop(self.endings);
        if let Err(error) = self.finisher.await {
            tracing::error!(%error, "how jobs ended was not written to the end");
        }
    }
}

/// One attempt, with its limits: known kind, number of tries, time, and no panic that gets out.
async fn run(worker: &Worker, attempt: &Attempt) -> Result<Done, JobError> {
    let job = &attempt.job;
    let Some(kind) = worker.registry.kind(&job.kind) else {
        return Err(JobError::Permanent(format!("this version of Sillon knows no kind {}", job.kind)));
    };
    let args = || job.args.clone();
    if job.attempt > job.max_attempts {
        let reason = "it was interrupted again and again".to_owned();
        return guard(kind.give_up(args(), attempt.clone(), reason)).await;
    }
    let limit = kind.time_limit();
    let ended = match tokio::time::timeout(limit, guard(kind.run(args(), attempt.clone()))).await {
        Ok(ended) => ended,
        Err(_) => Err(JobError::Temporary(format!("it took longer than {} s", limit.as_secs()))),
    };
    match ended {
        Err(JobError::Temporary(reason)) if job.attempt >= job.max_attempts => {
            guard(kind.give_up(args(), attempt.clone(), reason)).await
        }
        ended => ended,
    }
}

async fn guard(running: impl Future<Output = Result<Done, JobError>>) -> Result<Done, JobError> {
    AssertUnwindSafe(running).catch_unwind().await.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("unknown");
        Err(JobError::Temporary(format!("its handler panicked: {text}")))
    })
}

fn report(job: &job::Model, ended: &Result<Done, JobError>, took: Duration) {
    let kind = job.kind.clone();
    let outcome = match ended {
        Ok(Done::Completed) => "completed",
        Ok(Done::Ended(outcome)) => outcome,
        Ok(Done::LeaseLost) => "lease_lost",
        Err(JobError::Temporary(_)) => "retryable",
        Err(JobError::Permanent(_)) => "dead",
        Err(JobError::Stopped) => "given_back",
    };
    metrics::counter!("sillon_job_attempts_total", "kind" => kind.clone(), "outcome" => outcome).increment(1);
    metrics::histogram!("sillon_job_duration_seconds", "kind" => kind).record(took.as_secs_f64());
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    match ended {
        Err(JobError::Temporary(error) | JobError::Permanent(error)) => {
            tracing::warn!(job = %job.id, kind = job.kind, attempt = job.attempt, outcome, error, "a job failed");
        }
        _ => {
            tracing::debug!(job = %job.id, kind = job.kind, attempt = job.attempt, outcome, duration_ms, "a job ended");
        }
    }
}
