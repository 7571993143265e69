//! From configuration to the context that every role is given.

use std::{fs::DirBuilder, os::unix::fs::DirBuilderExt, sync::Arc, thread, time::Duration};

use anyhow::Context as _;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use sillon_domain::{
    Clock, Context, Database, JobSignal, Registration, Settings,
    accounts::PasswordHashing,
    blobs::BlobStore,
    database::{DatabaseUrl, entities::role::BuiltIn},
    limits::{Budgets, ForwardedHeader, LimitSettings, Limits},
};
use sillon_worker::{EncoderCommand, WorkerSettings};

use super::build_mailer;
use crate::config::{self, Config};

/// An opened instance.
#[derive(Clone, Debug)]
pub struct Instance {
    /// What the roles share.
    pub ctx: Context,
    /// How its worker behaves.
    pub worker: WorkerSettings,
}

/// Opens storage and database; the schema stays as it is.
pub async fn open_instance(config: &Config) -> anyhow::Result<Instance> {
    let data_dir = &config.storage.data_dir;
    // Hashes of passwords and the instance's secret are in there: nobody else on the machine reads them.
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data_dir)
        .with_context(|| format!("the data folder {} cannot be made", data_dir.display()))?;
    let blobs = BlobStore::open(data_dir.join("blobs"))
        .with_context(|| format!("the data folder {} cannot be written", data_dir.display()))?;
    let url = match config.database.url.reveal() {
        "" => DatabaseUrl::Sqlite(config.sqlite_path()),
        text => text.parse().context("database.url")?,
    };
    let db = Database::connect(&url, config.database.max_connections).await?;
    let clock = Clock::system();
    let ctx = Context {
        limits: Limits::new(&db, clock.clone()),
        db,
        clock,
        blobs,
        passwords: PasswordHashing::with_places(hashing_threads(config)).with_passes(config.passwords.passes),
        settings: Arc::new(settings(config)),
        job_signal: JobSignal::default(),
        setup_token: random_token().into(),
    };
    Ok(Instance { ctx, worker: worker_settings(config)? })
}

/// What the rules need to know of the configuration.
pub fn settings(config: &Config) -> Settings {
    Settings {
        instance_name: config.instance.name.trim().to_owned(),
        registration: match config.instance.registration {
            config::Registration::Open => Registration::Open,
            config::Registration::Invite => Registration::Invite,
            config::Registration::Closed => Registration::Closed,
        },
        role_of_new_accounts: match config.instance.role_of_new_accounts {
            config::RoleOfNewAccounts::Creator => BuiltIn::Creator,
            config::RoleOfNewAccounts::Listener => BuiltIn::Listener,
        },
        upload_max_bytes: config.uploads.max_bytes,
        session_lifetime: TimeDelta::days(i64::from(config.server.session_days)),
        public_url: Some(config.server.public_url.clone()).filter(|url| !url.is_empty()),
        play_days: config.analytics.play_days,
        limits: limits(config),
        cors_origins: config.server.cors_origins.clone(),
    }
}

fn limits(config: &Config) -> LimitSettings {
    let ranges = |texts: &[String]| texts.iter().filter_map(|text| text.parse().ok()).collect();
    let chosen = &config.limits;
    let budgets = Budgets {
        per_minute: [
            chosen.auth_per_minute,
            chosen.write_per_minute,
            chosen.read_per_minute,
            chosen.upload_per_minute,
            chosen.media_per_minute,
        ],
    };
    LimitSettings {
        enabled: chosen.requests == config::Switch::On,
        address: budgets,
        account: budgets,
        exempt: ranges(&chosen.exempt),
        trusted_proxies: ranges(&config.server.trusted_proxies),
        forwarded_header: match config.server.forwarded_header {
            config::ForwardedHeader::XForwardedFor => ForwardedHeader::XForwardedFor,
            config::ForwardedHeader::Forwarded => ForwardedHeader::Forwarded,
        },
    }
}

/// Threads that hash passwords: at least one core stays for everything else.
pub fn hashing_threads(config: &Config) -> usize {
    match config.passwords.threads {
        0 => (cores() / 2).max(1),
        chosen => usize::from(chosen),
    }
}

/// How the worker of this configuration behaves; it encodes with this very binary.
pub fn worker_settings(config: &Config) -> anyhow::Result<WorkerSettings> {
    let program = std::env::current_exe().context("the path of this program is not known")?;
    let concurrency = match config.worker.concurrency {
        0 => cores() / 2,
        chosen => usize::from(chosen),
    };
    let lease = Duration::from_secs(u64::from(config.worker.lease_seconds));
    Ok(WorkerSettings {
        lease: TimeDelta::seconds(i64::from(config.worker.lease_seconds)),
        heartbeat: lease / 3,
        encode_time_limit: Duration::from_secs(u64::from(config.worker.encode_limit_seconds)),
        orphan_age: Duration::from_secs(u64::from(config.worker.orphan_age_seconds)),
        stop_patience: Duration::from_secs(u64::from(config.server.shutdown_grace_seconds)),
        mailer: build_mailer(config)?,
        ..WorkerSettings::new(EncoderCommand { program }, concurrency)
    })
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

fn random_token() -> String {
    let mut bytes = [0_u8; 18];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    URL_SAFE_NO_PAD.encode(bytes)
}
