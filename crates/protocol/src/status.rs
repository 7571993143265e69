//! The public status of the instance and its history.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How well a part works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// As it should.
    Working,
    /// Slowly, or with failures now and then.
    Degraded,
    /// Not at all.
    Down,
}

/// One day of a part, in UTC. Minutes that are missing were not looked at.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PartDay {
    /// The day.
    pub day: NaiveDate,
    /// Minutes in which it worked.
    pub minutes_working: i32,
    /// Minutes in which it worked badly.
    pub minutes_degraded: i32,
    /// Minutes in which it did not.
    pub minutes_down: i32,
}

/// A part of the instance.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct StatusPart {
    /// `api`, `streaming`, `worker`, `database` or `storage`.
    #[schema(example = "streaming")]
    pub name: String,
    /// How it is.
    pub state: PartState,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When it was looked at last.
    pub checked_at: DateTime<Utc>,
    /// Up to ninety days, oldest first.
    pub days: Vec<PartDay>,
}

/// A time in which a part was not well.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Incident {
    /// UUIDv7.
    pub id: Uuid,
    /// Which part.
    pub part: String,
    /// The worst that it was.
    pub state: PartState,
    /// When it was first seen.
    pub began_at: DateTime<Utc>,
    /// When it was over; none while it lasts.
    #[schema(required)]
    pub ended_at: Option<DateTime<Utc>>,
}

/// The status page as JSON.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct InstanceStatus {
    /// The worst state of any part; none before the first look.
    #[schema(required)]
    pub state: Option<PartState>,
    /// The parts.
    pub parts: Vec<StatusPart>,
    /// The incidents of ninety days, newest first.
    pub incidents: Vec<Incident>,
}
