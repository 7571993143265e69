//! Bodies of the soft launch: what its operator sees.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How the soft launch stands.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct LaunchOverview {
    /// `GO`, `HOLD` or `NO-GO`, over the signals of the last check.
    #[schema(example = "HOLD")]
    pub verdict: String,
    /// When the signals were last checked; none before the first check.
    #[schema(required)]
    pub checked_at: Option<DateTime<Utc>>,
    /// Whether that check is too old to be believed: then the verdict is `HOLD`.
    pub is_stale: bool,
    /// The signals of the last check.
    pub signals: Vec<LaunchSignal>,
    /// The cohorts, by label.
    pub cohorts: Vec<LaunchCohort>,
}

/// One signal of the monitor.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct LaunchSignal {
    /// Which one.
    pub name: String,
    /// `green`, `red` or `unchecked`.
    #[schema(example = "green")]
    pub state: String,
    /// What was measured.
    #[schema(required)]
    pub value: Option<String>,
    /// What it is held against.
    pub threshold: String,
    /// When its source saw it.
    #[schema(required)]
    pub observed_at: Option<DateTime<Utc>>,
    /// Where it comes from.
    pub source: String,
    /// Why it stands so.
    pub reason: String,
}

/// Numbers of one cohort.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct LaunchCohort {
    /// Its label.
    pub label: String,
    /// People who were invited.
    pub invited: u64,
    /// Mails that a server took.
    pub sent: u64,
    /// Mails that failed.
    pub failed: u64,
    /// Mails of which nobody knows.
    pub unknown: u64,
    /// People who said no.
    pub declined: u64,
    /// Accounts made.
    pub signed_up: u64,
    /// Accounts that listened to something.
    pub played: u64,
    /// Accounts that uploaded something.
    pub uploaded: u64,
}

/// An invitation, without its code.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Invitation {
    /// UUIDv7.
    pub id: Uuid,
    /// To whom.
    pub email: String,
    /// The label of the cohort.
    pub cohort: String,
    /// `creator` or `listener`.
    pub role: String,
    /// `rendered`, `sending`, `sent`, `failed` or `unknown`.
    pub delivery_state: String,
    /// What the mail server said last.
    #[schema(required)]
    pub last_smtp_status: Option<String>,
    /// How often sending was begun.
    pub attempts: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when on it no longer works.
    pub expires_at: DateTime<Utc>,
    /// When an account was made with it.
    #[schema(required)]
    pub used_at: Option<DateTime<Utc>>,
}

/// A page of invitations, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct InvitationPage {
    /// The invitations.
    pub items: Vec<Invitation>,
    /// Give it as `cursor` to get the page behind; none on the last page.
    #[schema(required)]
    pub next_cursor: Option<String>,
}
