//! Bodies of exports and of the end of an account.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportState {
    /// It is being made.
    Waiting,
    /// It can be fetched.
    Ready,
    /// It could not be made; it can be asked for again.
    Failed,
}

/// An archive of everything that a person has here.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Export {
    /// UUIDv7.
    pub id: Uuid,
    /// How far it is.
    pub state: ExportState,
    /// While it is being made: how far, 0 to 100.
    pub progress: i32,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// Size of the archive, once it is ready.
    #[schema(required)]
    pub size_bytes: Option<i64>,
    /// Where its owner fetches it, once it is ready.
    #[schema(required)]
    pub download_url: Option<String>,
    /// When it is removed, once it is ready.
    #[schema(required)]
    pub expires_at: Option<DateTime<Utc>>,
}

/// The exports of a person.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ExportList {
    /// The newest first: at most one that can be fetched and one that is being made.
    pub items: Vec<Export>,
}

/// An account that is closed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Leaving {
    /// When it is deleted for good; until then its owner can sign in and keep it.
    pub leaves_at: DateTime<Utc>,
}
