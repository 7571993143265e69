//! The job that is compared: it counts, or leaves its number in a file.
//! Handlers are given nothing but their payload, so that what they count with is a static of this program.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::Path,
    sync::{Mutex, OnceLock},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};
use sillon_domain::jobs::{JobKind, Queue};
use sillon_worker::{Attempt, Done, Job, JobError};
use tokio::sync::oneshot;

static EFFECTS: OnceLock<Effects> = OnceLock::new();

/// The payload.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CountingJob {
    n: u64,
    /// Microseconds since 1970, where latency is measured.
    sent_us: Option<u64>,
}

impl CountingJob {
    pub(crate) fn numbered(n: u64) -> Self {
        Self { n, sent_us: None }
    }

    pub(crate) fn sent_now(n: u64) -> Self {
        Self { n, sent_us: Some(now_us()) }
    }
}

impl JobKind for CountingJob {
    const KIND: &'static str = "bench";
    const QUEUE: Queue = Queue::General;
    const MAX_ATTEMPTS: i32 = 50;
}

impl Job for CountingJob {
    const TIME_LIMIT: Duration = Duration::from_mins(1);

    async fn run(self, _attempt: &Attempt) -> Result<Done, JobError> {
        let effects = EFFECTS.get().expect("Invariant: effects are set before a worker starts");
        if !effects.wait.is_zero() {
            tokio::time::sleep(effects.wait).await;
        }
        effects.happen(&self).map_err(|error| JobError::Temporary(error.to_string()))?;
        Ok(Done::Completed)
    }
}

/// What handlers do.
pub(crate) struct Effects {
    wait: Duration,
    file: Option<File>,
    count: Mutex<Count>,
}

#[derive(Default)]
struct Count {
    handled: u64,
    wanted: u64,
    reached: Option<oneshot::Sender<()>>,
    latencies_ms: Vec<f64>,
}

impl Effects {
    /// Counts; the receiver is told when the count is reached.
    pub(crate) fn counting(wanted: u64) -> (Self, oneshot::Receiver<()>) {
        let (reached, told) = oneshot::channel();
        let count = Count { wanted, reached: Some(reached), ..Count::default() };
        (Self { wait: Duration::ZERO, file: None, count: Mutex::new(count) }, told)
    }

    /// Waits, then appends the number of the job to a file.
    pub(crate) fn appending(path: &Path, wait: Duration) -> std::io::Result<Self> {
        let file = OpenOptions::new().append(true).create(true).open(path)?;
        Ok(Self { wait, file: Some(file), count: Mutex::default() })
    }

    fn happen(&self, job: &CountingJob) -> std::io::Result<()> {
        if let Some(mut file) = self.file.as_ref() {
            return file.write_all(format!("{}\n", job.n).as_bytes());
        }
        let mut count = self.count.lock().expect("no thread panics while it counts");
        count.handled += 1;
        if let Some(sent_us) = job.sent_us {
            let taken_us = u32::try_from(now_us().saturating_sub(sent_us)).unwrap_or(u32::MAX);
            count.latencies_ms.push(f64::from(taken_us) / 1000.0);
        }
        if count.handled == count.wanted
            && let Some(reached) = count.reached.take()
        {
            // Nobody waits any more when the program ends.
            let _ = reached.send(());
        }
        Ok(())
    }
}

/// Sets what handlers of this process do; once.
pub(crate) fn begin(effects: Effects) {
    assert!(EFFECTS.set(effects).is_ok(), "Invariant: effects are set once");
}

/// How many handlers have run.
pub(crate) fn handled() -> u64 {
    with_count(|count| count.handled)
}

/// From before the enqueueing to the handler.
pub(crate) fn latencies_ms() -> Vec<f64> {
    with_count(|count| count.latencies_ms.clone())
}

fn with_count<T>(look: impl FnOnce(&Count) -> T) -> T {
    let effects = EFFECTS.get().expect("Invariant: effects are set before they are looked at");
    look(&effects.count.lock().expect("no thread panics while it counts"))
}

#[expect(clippy::disallowed_methods, reason = "a measurement, compared across processes")]
fn now_us() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}
