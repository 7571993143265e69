//! Configuration: defaults, then `sillon.toml`, then `SILLON_*` variables, then flags; the later one wins.
//! Unknown names are refused, because a setting that is not read is worse than none.

mod launch;
mod launch_settings;
mod layers;
mod load;
mod mail;
mod names;
mod production;
mod reference;
mod secret;
mod setting;
mod settings;

use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use launch::{IssuesProvider, Launch, LetterLanguage, StatusProvider};
pub use layers::{Origin, Sources};
pub use load::{ConfigError, Loaded, load};
pub use mail::{Mail, MailTransport, SmtpSecurity};
pub use production::{Refused, refused_in_production};
pub use reference::{reference, sample};
pub use secret::Secret;
pub use setting::{Kind, Setting};
pub use settings::SETTINGS;

/// All settings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The community.
    pub instance: Instance,
    /// The HTTP server.
    pub server: Server,
    /// Files.
    pub storage: Storage,
    /// The database.
    pub database: Database,
    /// Uploads.
    pub uploads: Uploads,
    /// The worker.
    pub worker: Worker,
    /// Mail.
    pub mail: Mail,
    /// Statistics.
    pub analytics: Analytics,
    /// Passwords.
    pub passwords: Passwords,
    /// Limits.
    pub limits: Limits,
    /// Logs.
    pub log: Log,
    /// The soft launch.
    pub launch: Launch,
}

/// `[instance]`: see [`SETTINGS`] for every field's meaning, default and variable.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// `SILLON_INSTANCE_NAME`, "Sillon".
    pub name: String,
    /// `SILLON_REGISTRATION`, open.
    pub registration: Registration,
    /// `SILLON_ROLE_OF_NEW_ACCOUNTS`, creator.
    pub role_of_new_accounts: RoleOfNewAccounts,
}

/// Who may sign up.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Registration {
    /// Anyone.
    Open,
    /// Whoever has an invitation.
    Invite,
    /// Nobody.
    Closed,
}

/// What new accounts may do.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleOfNewAccounts {
    /// Upload and listen.
    Creator,
    /// Listen.
    Listener,
}

/// `[server]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// `SILLON_LISTEN`, 127.0.0.1:8080.
    pub listen: std::net::SocketAddr,
    /// `SILLON_PUBLIC_URL`, empty.
    pub public_url: String,
    /// `SILLON_MODE`, auto.
    pub mode: Mode,
    /// `SILLON_TRUSTED_PROXIES`, loopback.
    pub trusted_proxies: Vec<String>,
    /// `SILLON_FORWARDED_HEADER`, x-forwarded-for.
    pub forwarded_header: ForwardedHeader,
    /// `SILLON_CORS_ORIGINS`, none.
    pub cors_origins: Vec<String>,
    /// `SILLON_ADMIN_LISTEN`, empty.
    pub admin_listen: String,
    /// `SILLON_METRICS_TOKEN`, empty.
    pub metrics_token: Secret,
    /// `SILLON_ROLES`, all.
    pub roles: Vec<Role>,
    /// `SILLON_SESSION_DAYS`, 30.
    pub session_days: u16,
    /// `SILLON_SHUTDOWN_GRACE_SECONDS`, 10.
    pub shutdown_grace_seconds: u32,
}

/// How much the server insists on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Production when the public URL is https.
    Auto,
    /// Dangers are said.
    Development,
    /// Dangers are refused.
    Production,
}

/// The header in which proxies name the client.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForwardedHeader {
    /// A list of addresses.
    XForwardedFor,
    /// RFC 7239.
    Forwarded,
}

/// What a process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// JSON routes and the web app.
    Api,
    /// Uploads and media.
    Streaming,
    /// Jobs.
    Worker,
}

/// `[storage]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    /// `SILLON_DATA_DIR`, ./data.
    pub data_dir: PathBuf,
}

/// `[database]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `SILLON_DATABASE_URL`, empty: SQLite.
    pub url: Secret,
    /// `SILLON_DATABASE_MAX_CONNECTIONS`, 20.
    pub max_connections: u32,
}

/// `[uploads]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uploads {
    /// `SILLON_UPLOAD_MAX_BYTES`, 2 GiB.
    pub max_bytes: u64,
}

/// `[worker]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worker {
    /// `SILLON_WORKER_CONCURRENCY`, 0: half of the cores.
    pub concurrency: u16,
    /// `SILLON_WORKER_LEASE_SECONDS`, 30.
    pub lease_seconds: u32,
    /// `SILLON_WORKER_ENCODE_LIMIT_SECONDS`, 3600.
    pub encode_limit_seconds: u32,
    /// `SILLON_WORKER_ORPHAN_AGE_SECONDS`, 3600.
    pub orphan_age_seconds: u32,
}

/// `[analytics]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Analytics {
    /// `SILLON_ANALYTICS_PLAY_DAYS`, 400.
    pub play_days: u16,
}

/// `[passwords]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passwords {
    /// `SILLON_PASSWORD_THREADS`, 0: half of the cores.
    pub threads: u16,
    /// `SILLON_PASSWORD_PASSES`, 2.
    pub passes: u32,
}

/// `[limits]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// `SILLON_LIMITS`, on.
    pub requests: Switch,
    /// `SILLON_LIMITS_EXEMPT`, loopback.
    pub exempt: Vec<String>,
    /// `SILLON_LIMITS_AUTH`, 60.
    pub auth_per_minute: u32,
    /// `SILLON_LIMITS_WRITE`, 300.
    pub write_per_minute: u32,
    /// `SILLON_LIMITS_READ`, 1200.
    pub read_per_minute: u32,
    /// `SILLON_LIMITS_UPLOAD`, 60.
    pub upload_per_minute: u32,
    /// `SILLON_LIMITS_MEDIA`, 6000.
    pub media_per_minute: u32,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Switch {
    /// It happens.
    On,
    /// It does not.
    Off,
}

/// `[log]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// `SILLON_LOG_FORMAT`, pretty.
    pub format: LogFormat,
    /// `SILLON_LOG`, info.
    pub filter: String,
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// One JSON object a line.
    Json,
}

impl Config {
    /// Whether this process has the role.
    pub fn has_role(&self, role: Role) -> bool {
        self.server.roles.contains(&role)
    }

    /// Whether dangers are refused.
    pub fn is_production(&self) -> bool {
        match self.server.mode {
            Mode::Auto => self.server.public_url.starts_with("https://"),
            Mode::Development => false,
            Mode::Production => true,
        }
    }

    /// The file in which the synthetic journey leaves its result.
    pub fn journey_result(&self) -> PathBuf {
        if self.launch.journey_result.is_empty() {
            return self.storage.data_dir.join("launch/journey.json");
        }
        PathBuf::from(&self.launch.journey_result)
    }

    /// The folder in which the load run leaves its summary and its record.
    pub fn load_folder(&self) -> PathBuf {
        if self.launch.load_folder.is_empty() {
            return self.storage.data_dir.join("launch/load");
        }
        PathBuf::from(&self.launch.load_folder)
    }

    /// The SQLite file, where that is the database.
    pub fn sqlite_path(&self) -> PathBuf {
        Path::join(&self.storage.data_dir, "sillon.db")
    }
}
