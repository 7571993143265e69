//! Jobs as lines and as JSON.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use sillon_domain::database::entities::{job, job_failure};

/// Longest error in a list.
const ERROR_CHARACTERS: usize = 60;

pub(super) fn as_json(job: &job::Model) -> Value {
    json!({
        "id": job.id.to_string(), "kind": job.kind, "queue": job.queue, "state": job.state.as_str(),
        "attempt": job.attempt, "max_attempts": job.max_attempts, "run_at": job.run_at, "stage": job.stage,
        "progress_percent": job.progress_percent, "last_error": job.last_error, "created_at": job.created_at,
        "finalized_at": job.finalized_at,
    })
}

pub(super) fn failure_as_json(failure: &job_failure::Model) -> Value {
    json!({"attempt": failure.attempt, "failed_at": failure.failed_at, "error": failure.error})
}

pub(super) const HEADING: &str =
    "ID                                    KIND              STATE      TRIES  CREATED               ERROR\n";

pub(super) fn as_line(job: &job::Model) -> String {
    let tries = format!("{}/{}", job.attempt, job.max_attempts);
    let error = shortened(job.last_error.as_deref().unwrap_or_default());
    let line =
        format!("{}  {:16}  {:9}  {tries:>5}  {}  {error}", job.id, job.kind, job.state.as_str(), time(job.created_at));
    line.trim_end().to_owned() + "\n"
}

pub(super) fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

pub(super) fn shortened(error: &str) -> String {
    let line = error.lines().next().unwrap_or_default();
    if line.chars().count() <= ERROR_CHARACTERS {
        return line.to_owned();
    }
    line.chars().take(ERROR_CHARACTERS - 1).chain(['…']).collect()
}
