//! Threads that do nothing but hash, at a lower priority than those that answer. What they hash does not belong here.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use sillon_protocol::ErrorCode;
use tokio::sync::oneshot;

use crate::Failure;

/// What is left of the processor goes to hashing, not the other way round.
const NICENESS: i32 = 10;
/// What a client is told to wait when the queue is full.
const RETRY_AFTER_S: u64 = 5;

type Work = Box<dyn FnOnce() + Send>;

/// A bounded pool with a bounded queue.
#[derive(Clone, Debug)]
pub(super) struct HashingPool {
    queue: SyncSender<Work>,
    patience: Duration,
}

impl HashingPool {
    /// Starts `places` threads; they end when the last clone of the pool is dropped.
    pub(super) fn new(places: usize, waiting: usize, patience: Duration) -> Self {
        let (queue, work) = sync_channel::<Work>(waiting);
        let work = Arc::new(Mutex::new(work));
        for place in 0..places.max(1) {
            let work = Arc::clone(&work);
            let started = thread::Builder::new().name(format!("hashing-{place}")).spawn(move || serve(&work));
            started.expect("the operating system starts a thread");
        }
        Self { queue, patience }
    }

    /// Runs the work when its turn comes. Refuses at once when the queue is full, and after the patience otherwise;
    /// work whose client has gone away or was refused is not done any more.
    pub(super) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
        let (done, result) = oneshot::channel();
        let deadline = Instant::now() + self.patience;
        let waiting = metrics::gauge!("sillon_password_hashes_waiting");
        let taken = waiting.clone();
        let turn: Work = Box::new(move || {
            taken.decrement(1);
            if !done.is_closed() && Instant::now() < deadline {
                let began = Instant::now();
                let hashed = work();
                metrics::histogram!("sillon_password_hash_seconds").record(began.elapsed().as_secs_f64());
                // A client that went away meanwhile needs no answer.
                let _ = done.send(hashed);
            }
        });
        waiting.increment(1);
        if let Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) = self.queue.try_send(turn) {
            waiting.decrement(1);
            return Err(overloaded());
        }
        match tokio::time::timeout(self.patience, result).await {
            Ok(Ok(hashed)) => Ok(hashed),
            Ok(Err(_)) | Err(_) => Err(overloaded()),
        }
    }
}

fn serve(work: &Mutex<Receiver<Work>>) {
    // Without it hashing competes with answers, which is worse and not wrong.
    if let Err(error) = rustix::process::setpriority_process(None, NICENESS) {
        tracing::debug!(%error, "hashing keeps the priority of answers");
    }
    loop {
        let next = work.lock().expect("no thread panics while it takes work").recv();
        let Ok(turn) = next else { return };
        // A hash that panics takes its own answer with it, not the thread of all others.
        if std::panic::catch_unwind(AssertUnwindSafe(turn)).is_err() {
            tracing::error!("hashing a password panicked");
        }
    }
}

fn overloaded() -> Failure {
    metrics::counter!("sillon_password_hashes_refused_total").increment(1);
    Failure::wait(ErrorCode::Overloaded, RETRY_AFTER_S)
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use sillon_protocol::ErrorCode;

    use super::HashingPool;

    #[tokio::test]
    async fn a_full_queue_refuses_at_once_and_serves_again_when_there_is_room() {
        let pool = HashingPool::new(1, 1, Duration::from_mins(1));
        let (let_go, held) = mpsc::channel::<()>();
        let (started, has_started) = tokio::sync::oneshot::channel();
        let holder = pool.clone();
        let running = tokio::spawn(async move {
            let work = move || {
                started.send(()).unwrap();
                held.recv().unwrap();
            };
            holder.run(work).await
        });
        has_started.await.unwrap();
        let queued = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(|| 7).await }
        });
        let refused = loop {
            tokio::task::yield_now().await;
            if let Err(refused) = tokio::time::timeout(Duration::from_millis(1), pool.run(|| 8)).await.unwrap_or(Ok(0))
            {
                break refused;
            }
        };
        assert_eq!(refused.code(), Some(ErrorCode::Overloaded));
        let_go.send(()).unwrap();
        running.await.unwrap().unwrap();
        // Whichever attempt was first in the queue is served; both were let in or refused, none waits for ever.
        let _ = queued.await.unwrap();
        assert_eq!(pool.run(|| 9).await.unwrap(), 9);
    }

    #[tokio::test]
    async fn nobody_waits_longer_than_the_patience() {
        let pool = HashingPool::new(1, 10, Duration::from_millis(20));
        let (let_go, held) = mpsc::channel::<()>();
        let holder = pool.clone();
        let running = tokio::spawn(async move { holder.run(move || held.recv()).await });
        let refused = pool.run(|| panic!("its time was over")).await;
        assert_eq!(refused.map(|(): ()| ()).unwrap_err().code(), Some(ErrorCode::Overloaded));
        let_go.send(()).unwrap();
        assert!(running.await.unwrap().is_err());
        drop(pool);
    }
}
