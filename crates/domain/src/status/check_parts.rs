//! Looks at the parts, each within its own time.

use std::time::{Duration, Instant};

use chrono::TimeDelta;

use super::{Part, State};
use crate::{Context, Failure, jobs::measure_queues};

/// How long a part may take to answer before it counts as down.
const PATIENCE: Duration = Duration::from_secs(2);
/// From then on an answer counts as slow.
const SLOW: Duration = Duration::from_millis(500);
/// A job that waits so long beyond its time shows that workers are behind; so long, that there are none.
const WORKER_BEHIND: TimeDelta = TimeDelta::minutes(15);
const WORKER_GONE: TimeDelta = TimeDelta::hours(2);

/// What a look at a part found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartCheck {
    /// How it is.
    pub state: State,
    /// One word for machines: `ok`, `slow`, `failing`, or what is wrong.
    pub word: &'static str,
    /// How long the look took.
    pub took: Duration,
}

/// Whether the database answers and can be written.
pub async fn check_database(ctx: &Context) -> PartCheck {
    look("database", async { Ok(ctx.db.check_writable().await.map(|()| "ok")?) }).await
}

/// Whether the schema is this binary's.
pub async fn check_migrations(ctx: &Context) -> PartCheck {
    let state = async {
        let state = ctx.db.migration_state().await.map_err(|error| Failure::Broken(error.to_string()))?;
        Ok(if state.pending().is_empty() { "ok" } else { "pending" })
    };
    look("migrations", state).await
}

/// Whether a file can be written, made durable and removed.
pub async fn check_storage(ctx: &Context) -> PartCheck {
    look("storage", async { Ok(ctx.blobs.probe(&format!("probe-{}", random_name())).await.map(|()| "ok")?) }).await
}

async fn check_streaming(ctx: &Context) -> PartCheck {
    look("streaming", async { Ok(ctx.blobs.list(crate::blobs::Shelf::Versions).await.map(|_| "ok")?) }).await
}

async fn check_worker(ctx: &Context) -> PartCheck {
    let waited = async {
        let now = ctx.clock.now();
        let queues = measure_queues(&ctx.db.read().await?, now).await?;
        let oldest = queues.iter().filter_map(|queue| queue.oldest_due_at).min();
        let waited = oldest.map_or(TimeDelta::zero(), |due| now - due);
        Ok(match waited {
            _ if waited > WORKER_GONE => "stopped",
            _ if waited > WORKER_BEHIND => "slow",
            _ => "ok",
        })
    };
    look("worker", waited).await
}

/// All of them at once.
pub async fn check_parts(ctx: &Context) -> Vec<(Part, PartCheck)> {
    let (streaming, worker, database, storage) =
        tokio::join!(check_streaming(ctx), check_worker(ctx), check_database(ctx), check_storage(ctx));
    // Whoever runs this serves: what the interface needs is what it can be kept from working by.
    let api = PartCheck { took: database.took, ..database };
    vec![
        (Part::Api, api),
        (Part::Streaming, streaming),
        (Part::Worker, worker),
        (Part::Database, database),
        (Part::Storage, storage),
    ]
}

async fn look(part: &'static str, work: impl Future<Output = Result<&'static str, Failure>>) -> PartCheck {
    let began = Instant::now();
    let found = tokio::time::timeout(PATIENCE, work).await;
    let took = began.elapsed();
    let (state, word) = match found {
        Ok(Ok("ok")) if took < SLOW => (State::Working, "ok"),
        Ok(Ok("ok" | "slow")) => (State::Degraded, "slow"),
        Ok(Ok(word)) => (State::Down, word),
        Ok(Err(error)) => {
            tracing::warn!(part, %error, "a part does not work");
            (State::Down, "failing")
        }
        Err(_) => (State::Down, "no answer"),
    };
    PartCheck { state, word, took }
}

fn random_name() -> String {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    u64::from_le_bytes(bytes).to_string()
}
