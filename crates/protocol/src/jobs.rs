//! Jobs as the operator sees them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A job of the queue.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Job {
    /// Its id.
    pub id: Uuid,
    /// What it does.
    #[schema(example = "encode_track")]
    pub kind: String,
    /// Where it waits.
    #[schema(example = "encode")]
    pub queue: String,
    /// `scheduled`, `available`, `running`, `retryable`, `completed`, `dead` or `cancelled`.
    pub state: String,
    /// How often it was begun.
    pub attempt: i32,
    /// How often it may be begun.
    pub max_attempts: i32,
    /// Not before this instant.
    pub run_at: DateTime<Utc>,
    /// What it is doing.
    #[schema(required = true)]
    pub stage: Option<String>,
    /// How far it is, 0 to 100.
    pub progress_percent: i32,
    /// What went wrong last.
    #[schema(required = true)]
    pub last_error: Option<String>,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    #[schema(required = true)]
    pub finalized_at: Option<DateTime<Utc>>,
}

/// A page of jobs.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct JobPage {
    /// Newest first.
    pub items: Vec<Job>,
    /// Where the next page begins; none on the last.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A job with everything that is known of it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct JobDetails {
    /// The job.
    pub job: Job,
    /// Why attempts failed, oldest first.
    pub failures: Vec<JobFailure>,
}

/// Why an attempt failed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct JobFailure {
    /// Which attempt, from 1.
    pub attempt: i32,
    /// When.
    pub failed_at: DateTime<Utc>,
    /// What went wrong.
    pub error: String,
}

/// The queue at a glance.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct QueueOverview {
    /// How many jobs there are by queue, kind and state.
    pub counts: Vec<JobCount>,
    /// When the oldest job that is due should have begun; none when nothing waits.
    #[schema(required = true)]
    pub oldest_due_at: Option<DateTime<Utc>>,
    /// Jobs completed within the last minute.
    pub completed_last_minute: u64,
    /// Jobs completed within the last hour.
    pub completed_last_hour: u64,
}

/// How many jobs of a kind are in a state.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct JobCount {
    /// Queue.
    pub queue: String,
    /// Kind.
    pub kind: String,
    /// State.
    pub state: String,
    /// How many.
    pub count: i64,
}
