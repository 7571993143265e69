//! Sillon's side of the comparison of job queues: the commands of `bench/jobs/peers/run.mjs`, with the product's worker and
//! its settings. What is compared belongs to `bench/jobs/compare.py`.

mod counting_job;
mod queue;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use rustix::time::{ClockId, clock_gettime};
use serde_json::json;

use crate::{
    counting_job::{CountingJob, Effects},
    queue::{BenchQueue, Recovery},
};

const ROWS_AT_ONCE: u64 = 1000;
const SPACING: Duration = Duration::from_millis(20);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [url, "enqueue" | "enqueue-for-kills", count] => enqueue(url, count.parse()?).await,
        [url, "drain", count] => drain(url, count.parse()?).await,
        [url, "latency", samples] => latency(url, samples.parse()?, true).await,
        [url, "receive", samples] => latency(url, samples.parse()?, false).await,
        [url, "send", samples] => send(&BenchQueue::open(url, Recovery::Default).await?, samples.parse()?).await,
        [url, "work", file, wait_ms] => work(url, Path::new(file), Duration::from_millis(wait_ms.parse()?)).await,
        [url, "unfinished"] => unfinished(url).await,
        // Nothing has to be unlocked: leases run out.
        [_, "unlock"] => say(&json!({})),
        _ => bail!("usage: sillon-bench-jobs URL COMMAND …, as in bench/jobs/peers/run.mjs"),
    }
}

async fn enqueue(url: &str, count: u64) -> anyhow::Result<()> {
    let queue = BenchQueue::open(url, Recovery::Default).await?;
    let begin = Instant::now();
    let mut from = 0;
    while from < count {
        let to = count.min(from + ROWS_AT_ONCE);
        queue.enqueue((from..to).map(CountingJob::numbered).collect()).await?;
        from = to;
    }
    say(&json!({ "seconds": begin.elapsed().as_secs_f64() }))
}

async fn drain(url: &str, count: u64) -> anyhow::Result<()> {
    let queue = BenchQueue::open(url, Recovery::Default).await?;
    let (effects, all) = Effects::counting(count);
    counting_job::begin(effects);
    let (begin, cpu_before) = (Instant::now(), cpu_seconds());
    let worker = queue.start_worker();
    all.await.context("the count is not reached")?;
    // Stopping waits until how the last jobs ended is committed.
    worker.stop().await?;
    let jobs = counting_job::handled();
    let (seconds, cpu_seconds) = (begin.elapsed().as_secs_f64(), cpu_seconds() - cpu_before);
    say(&json!({ "jobs": jobs, "seconds": seconds, "cpu_seconds": cpu_seconds }))
}

async fn latency(url: &str, samples: u64, sends: bool) -> anyhow::Result<()> {
    let queue = BenchQueue::open(url, Recovery::Default).await?;
    let (effects, all) = Effects::counting(samples);
    counting_job::begin(effects);
    let worker = queue.start_worker();
    tokio::time::sleep(Duration::from_secs(1)).await;
    ready();
    if sends {
        send(&queue, samples).await?;
    }
    all.await.context("the count is not reached")?;
    say(&json!({ "latencies_ms": counting_job::latencies_ms() }))?;
    worker.stop().await
}

async fn send(queue: &BenchQueue, samples: u64) -> anyhow::Result<()> {
    for n in 0..samples {
        // Not in step with anybody's polling: 0.5 to 1.5 times the spacing.
        let share = f64::from(u32::try_from(n * 7919 % 1000)?) / 1000.0;
        tokio::time::sleep(SPACING.mul_f64(0.5 + share)).await;
        queue.enqueue(vec![CountingJob::sent_now(n)]).await?;
    }
    // The relay to other processes waits some milliseconds for more.
    tokio::time::sleep(Duration::from_millis(100)).await;
    say(&json!({}))
}

async fn work(url: &str, file: &Path, wait: Duration) -> anyhow::Result<()> {
    let queue = BenchQueue::open(url, Recovery::Quick).await?;
    counting_job::begin(Effects::appending(file, wait)?);
    let _worker = queue.start_worker();
    ready();
    std::future::pending().await
}

async fn unfinished(url: &str) -> anyhow::Result<()> {
    let queue = BenchQueue::open(url, Recovery::Default).await?;
    say(&json!({ "unfinished": queue.unfinished().await? }))
}

fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0)).as_secs_f64()
}

/// The result, for compare.py.
fn say(value: &serde_json::Value) -> anyhow::Result<()> {
    use std::io::Write;
    Ok(writeln!(std::io::stdout().lock(), "{value}")?)
}

#[expect(clippy::print_stderr, reason = "what compare.py waits for")]
fn ready() {
    eprintln!("ready");
}
