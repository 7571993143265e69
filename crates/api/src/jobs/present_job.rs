//! Jobs as the operator sees them. The payload stays behind: it may hold addresses and links that are nobody's business.

use sillon_domain::{
    database::entities::{job, job_failure},
    jobs,
};
use sillon_protocol::{Job, JobCount, JobFailure, QueueOverview};

/// Converts a row.
pub(super) fn present_job(row: job::Model) -> Job {
    Job {
        id: row.id.0,
        kind: row.kind,
        queue: row.queue,
        state: row.state.as_str().to_owned(),
        attempt: row.attempt,
        max_attempts: row.max_attempts,
        run_at: row.run_at,
        stage: row.stage,
        progress_percent: row.progress_percent,
        last_error: row.last_error,
        created_at: row.created_at,
        finalized_at: row.finalized_at,
    }
}

/// Converts a failed attempt.
pub(super) fn present_failure(row: job_failure::Model) -> JobFailure {
    JobFailure { attempt: row.attempt, failed_at: row.failed_at, error: row.error }
}

/// Converts the overview.
pub(super) fn present_overview(overview: jobs::QueueOverview) -> QueueOverview {
    let count = |row: jobs::JobCount| JobCount {
        queue: row.queue,
        kind: row.kind,
        state: row.state.as_str().to_owned(),
        count: row.count,
    };
    QueueOverview {
        counts: overview.counts.into_iter().map(count).collect(),
        oldest_due_at: overview.oldest_due_at,
        completed_last_minute: overview.completed_last_minute,
        completed_last_hour: overview.completed_last_hour,
    }
}
