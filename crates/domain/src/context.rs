//! What every role is given: the database, the clock, the blobs, and the instance's settings.

use std::sync::Arc;

use chrono::TimeDelta;
use sillon_database::{Database, entities::role::BuiltIn};

use crate::{
    Clock, JobSignal,
    accounts::PasswordHashing,
    blobs::BlobStore,
    limits::{LimitSettings, Limits},
};

/// Shared by the roles of a process; cheap to clone.
#[derive(Clone, Debug)]
pub struct Context {
    /// The database.
    pub db: Database,
    /// The time.
    pub clock: Clock,
    /// The files.
    pub blobs: BlobStore,
    /// The bounded pool of password hashing.
    pub passwords: PasswordHashing,
    /// Who asked for how much.
    pub limits: Limits,
    /// What the operator chose.
    pub settings: Arc<Settings>,
    /// Wakes the workers after a commit that enqueued jobs.
    pub job_signal: JobSignal,
    /// The token that makes the first admin, random at each start and kept in memory only.
    pub setup_token: Arc<str>,
}

/// What the operator chose, as far as rules depend on it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Name of the community.
    pub instance_name: String,
    /// Who may sign up.
    pub registration: Registration,
    /// What a new account may do.
    pub role_of_new_accounts: BuiltIn,
    /// Largest file that may be uploaded, in bytes.
    pub upload_max_bytes: u64,
    /// How long a session lasts.
    pub session_lifetime: TimeDelta,
    /// The address under which people reach the instance, without a slash at the end.
    pub public_url: Option<String>,
    /// For how many days single plays are kept.
    pub play_days: u16,
    /// How much anybody may ask for.
    pub limits: LimitSettings,
    /// Origins beside the instance's own whose pages may use the interface with people's sessions.
    pub cors_origins: Vec<String>,
}

/// Who may sign up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// Anyone.
    Open,
    /// Whoever has an invitation.
    Invite,
    /// Nobody.
    Closed,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            instance_name: "Sillon".to_owned(),
            registration: Registration::Open,
            role_of_new_accounts: BuiltIn::Creator,
            upload_max_bytes: 2 << 30,
            session_lifetime: TimeDelta::days(30),
            public_url: None,
            play_days: 400,
            limits: LimitSettings::default(),
            cors_origins: Vec::new(),
        }
    }
}
