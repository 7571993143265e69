//! A job in the queue. The rules of the queue live in the domain.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::{JobId, LeaseToken, WorkerId};

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// Waits for its time.
    #[sea_orm(string_value = "scheduled")]
    Scheduled,
    /// Can be claimed.
    #[sea_orm(string_value = "available")]
    Available,
    /// A worker holds its lease.
    #[sea_orm(string_value = "running")]
    Running,
    /// Failed and will be tried again at `run_at`.
    #[sea_orm(string_value = "retryable")]
    Retryable,
    /// Done.
    #[sea_orm(string_value = "completed")]
    Completed,
    /// Failed for good.
    #[sea_orm(string_value = "dead")]
    Dead,
    /// No longer wanted.
    #[sea_orm(string_value = "cancelled")]
    Cancelled,
}

impl State {
    /// The state as it stands in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Available => "available",
            Self::Running => "running",
            Self::Retryable => "retryable",
            Self::Completed => "completed",
            Self::Dead => "dead",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A row of `jobs`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    /// Which handler runs it.
    pub kind: String,
    /// Which queue it waits in.
    pub queue: String,
    /// What the handler is told, as the kind defines it.
    #[sea_orm(column_type = "JsonBinary")]
    pub args: Json,
    /// At most one unfinished job has this key.
    pub unique_key: Option<String>,
    /// Where it stands.
    pub state: State,
    /// How often it was claimed.
    pub attempt: i32,
    /// How often it may be claimed.
    pub max_attempts: i32,
    /// Not before this instant.
    pub run_at: DateTime<Utc>,
    /// The worker that holds the lease.
    pub worker_id: Option<WorkerId>,
    /// Fencing token of the claim; only its holder may change the row.
    pub lease_token: Option<LeaseToken>,
    /// When the lease ends unless it is renewed.
    pub lease_until: Option<DateTime<Utc>>,
    /// What the handler is doing, for people.
    pub stage: Option<String>,
    /// How far it is, 0 to 100.
    pub progress_percent: i32,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When it reached a final state. Invariant: set exactly in completed, dead and cancelled.
    pub finalized_at: Option<DateTime<Utc>>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
