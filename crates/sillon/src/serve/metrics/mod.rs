//! Metrics as Prometheus reads them. Counters are raised where things happen; here they are collected and handed out.

mod machine;
mod routes;

use std::sync::{Mutex, OnceLock};

use metrics::Gauge;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use sillon_domain::{Context, Failure, jobs::measure_queues};

pub(super) use routes::{admin_routes, metrics_routes};

/// Seconds: from an answer out of memory to an upload.
const DURATIONS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// Seconds: from a mail to an hour-long encode.
const JOB_DURATIONS: [f64; 9] = [0.01, 0.1, 0.5, 2.0, 10.0, 30.0, 120.0, 600.0, 3600.0];

/// Those that the last measurement set.
static JOB_GAUGES: Mutex<Vec<Gauge>> = Mutex::new(Vec::new());
static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to collect, once for the process.
pub fn collect_metrics() -> &'static PrometheusHandle {
    HANDLE.get_or_init(|| {
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &DURATIONS)
            .and_then(|builder| {
                builder.set_buckets_for_metric(Matcher::Full("sillon_job_duration_seconds".to_owned()), &JOB_DURATIONS)
            })
            .expect("the buckets are not empty");
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        // Another recorder is one that a test has installed; what is collected then is the test's.
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("metrics are collected by somebody else");
        }
        describe();
        handle
    })
}

fn describe() {
    metrics::describe_counter!("sillon_http_requests_total", "Requests by route, method and status.");
    metrics::describe_histogram!("sillon_http_request_seconds", "Time to the head of the answer, by route and method.");
    metrics::describe_counter!("sillon_requests_refused_total", "Requests beyond their budget, by class and budget.");
    metrics::describe_gauge!("sillon_password_hashes_waiting", "Password hashes that wait for a thread.");
    metrics::describe_histogram!("sillon_password_hash_seconds", "Time of one password hash.");
    metrics::describe_counter!("sillon_password_hashes_refused_total", "Password hashes refused by a full queue.");
    metrics::describe_gauge!("sillon_database_connections", "Connections by pool and state.");
    metrics::describe_gauge!("sillon_jobs", "Unfinished jobs by queue, kind and state.");
    metrics::describe_gauge!("sillon_jobs_oldest_due_seconds", "How long the first job that is due has waited.");
    metrics::describe_gauge!("sillon_build_info", "1, with the version.");
    metrics::describe_counter!("sillon_job_attempts_total", "Attempts at jobs by kind and outcome.");
    metrics::describe_histogram!("sillon_job_duration_seconds", "Time of one attempt at a job, by kind.");
    machine::describe();
}

/// What is measured when somebody asks; then everything as text.
async fn render(ctx: &Context) -> String {
    let handle = collect_metrics();
    metrics::gauge!("sillon_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    machine::measure();
    for pool in ctx.db.pool_use() {
        metrics::gauge!("sillon_database_connections", "pool" => pool.pool, "state" => "idle").set(pool.idle);
        let busy = pool.open.saturating_sub(pool.idle);
        metrics::gauge!("sillon_database_connections", "pool" => pool.pool, "state" => "busy").set(busy);
    }
    // The other metrics are worth the more when the database does not answer.
    if let Err(error) = measure_jobs(ctx).await {
        tracing::warn!(%error, "jobs cannot be measured");
    }
    handle.run_upkeep();
    handle.render()
}

async fn measure_jobs(ctx: &Context) -> Result<(), Failure> {
    let now = ctx.clock.now();
    let measured = measure_queues(&ctx.db.read().await?, now).await?;
    let mut set = JOB_GAUGES.lock().expect("no thread panics while it holds the gauges");
    // A queue that has drained says 0, not what it said before.
    set.iter().for_each(|gauge| gauge.set(0.0));
    set.clear();
    for row in measured {
        let (queue, kind) = (row.queue, row.kind);
        #[expect(clippy::cast_precision_loss, reason = "a gauge is a double")]
        let count = row.count as f64;
        let state = row.state.as_str();
        let jobs = metrics::gauge!("sillon_jobs", "queue" => queue.clone(), "kind" => kind.clone(), "state" => state);
        jobs.set(count);
        set.push(jobs);
        if let Some(due) = row.oldest_due_at {
            let oldest = metrics::gauge!("sillon_jobs_oldest_due_seconds", "queue" => queue, "kind" => kind);
            oldest.set((now - due).as_seconds_f64());
            set.push(oldest);
        }
    }
    Ok(())
}
