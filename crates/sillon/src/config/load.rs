//! Reads the layers from where they really are, and checks the result.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::de::IntoDeserializer;
use sillon_domain::limits::AddressRange;
use toml::{Table, Value};

use super::{
    Config, Kind, Role, Setting,
    layers::{Origin, Sources, Values, merge},
};

const DEFAULT_FILE: &str = "sillon.toml";

/// The configuration is not usable, and what to change.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read or is not TOML.
    #[error("{name} cannot be read: {reason}")]
    File {
        /// The file.
        name: String,
        /// Why.
        reason: String,
    },
    /// A key that does not exist.
    #[error("{place} has the unknown setting {key}{}", hint_text(hint.as_deref()))]
    UnknownKey {
        /// The key.
        key: String,
        /// Where it stands.
        place: String,
        /// What was probably meant.
        hint: Option<String>,
    },
    /// A variable that does not exist.
    #[error("the variable {name} is not a setting{}", hint_text(hint.as_deref()))]
    UnknownVariable {
        /// The variable.
        name: String,
        /// What was probably meant.
        hint: Option<String>,
    },
    /// A value that does not fit.
    #[error("{key} is not usable: {reason}")]
    Value {
        /// The key.
        key: String,
        /// Why.
        reason: String,
    },
}

fn hint_text(hint: Option<&str>) -> String {
    hint.map_or_else(|| ". `sillon config reference` lists all".to_owned(), |hint| format!(". Did you mean {hint}?"))
}

/// A usable configuration, and where each value comes from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The configuration.
    pub config: Config,
    /// Key, value as TOML (of secrets only whether they are there), origin; in the order of the table of settings.
    pub values: Vec<(&'static str, String, Origin)>,
    /// Files that hold secrets, by the setting's key.
    pub secret_files: Vec<(&'static str, PathBuf)>,
}

impl Sources {
    /// What this process was given: the named file (or `sillon.toml` where that exists), its environment, the flags.
    #[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
    pub fn of_process(file: Option<&Path>, flags: Vec<(&'static str, String)>) -> Result<Self, ConfigError> {
        let all =
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        let variables: BTreeMap<_, _> = all.filter(|(name, _)| name.starts_with("SILLON_")).collect();
        let named = file.map(|path| path.display().to_string()).or_else(|| variables.get("SILLON_CONFIG").cloned());
        let name = named.clone().unwrap_or_else(|| DEFAULT_FILE.to_owned());
        let file = match std::fs::read_to_string(&name) {
            Ok(content) => Some((name, content)),
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(ConfigError::File { name, reason: error.to_string() }),
        };
        Ok(Self { file, variables, flags })
    }
}

/// Merges, checks, and gives the typed configuration.
pub fn load(sources: &Sources) -> Result<Loaded, ConfigError> {
    let (values, mut secret_files) = merge(sources)?;
    let table = Value::Table(sections(&values));
    let config: Config = serde_path_to_error::deserialize(table.into_deserializer()).map_err(|error| {
        let reason = error.inner().to_string();
        ConfigError::Value { key: error.path().to_string(), reason: reason.trim().to_owned() }
    })?;
    check(&config)?;
    let listed = super::SETTINGS.iter().filter_map(|setting| {
        let (value, origin) = values.get(setting.key)?;
        Some((setting.key, printable(setting, value), *origin))
    });
    let inline = super::SETTINGS.iter().filter(|setting| {
        setting.kind == Kind::Secret && values.get(setting.key).is_some_and(|(_, origin)| *origin == Origin::File)
    });
    if let Some((name, _)) = &sources.file {
        secret_files.extend(inline.map(|setting| (setting.key, PathBuf::from(name))));
    }
    Ok(Loaded { config, values: listed.collect(), secret_files })
}

/// What `sillon config` shows: its output is pasted into bug reports.
fn printable(setting: &Setting, value: &Value) -> String {
    let hidden = setting.kind == Kind::Secret && value.as_str().is_none_or(|text| !text.is_empty());
    if hidden { "\"…\"".to_owned() } else { value.to_string() }
}

fn sections(values: &Values) -> Table {
    let mut table = Table::new();
    for (key, (value, _)) in values {
        let (section, name) = key.split_once('.').expect("every key has a section");
        let section = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
        if let Value::Table(section) = section {
            section.insert(name.to_owned(), value.clone());
        }
    }
    table
}

fn check_addresses(config: &Config) -> Result<(), ConfigError> {
    let refuse = |key: &str, reason: &str| Err(ConfigError::Value { key: key.to_owned(), reason: reason.to_owned() });
    if let Some(origin) = config.server.cors_origins.iter().find(|origin| *origin != "*" && !is_origin(origin)) {
        return refuse("server.cors_origins", &format!("{origin} is no origin such as https://app.example.org"));
    }
    for (key, ranges) in
        [("server.trusted_proxies", &config.server.trusted_proxies), ("limits.exempt", &config.limits.exempt)]
    {
        if let Some(wrong) = ranges.iter().find_map(|range| range.parse::<AddressRange>().err()) {
            return refuse(key, &wrong);
        }
    }
    let admin = &config.server.admin_listen;
    if !admin.is_empty() && admin.parse::<std::net::SocketAddr>().is_err() {
        return refuse("server.admin_listen", "it is an address and a port such as 127.0.0.1:9090");
    }
    Ok(())
}

/// The addresses of others: on the web, and without a name and a password, which would be shown wherever they are.
fn check_launch_addresses(launch: &super::Launch) -> Result<(), ConfigError> {
    let refuse = |key: &str, reason: &str| Err(ConfigError::Value { key: key.to_owned(), reason: reason.to_owned() });
    for (key, url) in [
        ("launch.feedback_url", &launch.feedback_url),
        ("launch.sentry_url", &launch.sentry_url),
        ("launch.status_url", &launch.status_url),
        ("launch.issues_url", &launch.issues_url),
    ] {
        match authority(url) {
            _ if url.is_empty() => {}
            None => return refuse(key, "it is an address such as https://example.org"),
            Some(host) if host.contains('@') => {
                return refuse(key, "it holds a name or a password, which would be shown: use the token");
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Host and port of an address on the web.
fn authority(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty() && !host.contains(' '))
}

/// Scheme, host and port, nothing behind.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '*', ' ', '?', '#', '@', ',']))
}

/// Rules that types do not say.
fn check(config: &Config) -> Result<(), ConfigError> {
    let refuse = |key: &str, reason: &str| Err(ConfigError::Value { key: key.to_owned(), reason: reason.to_owned() });
    if config.instance.name.trim().is_empty() {
        return refuse("instance.name", "it is empty");
    }
    if config.server.roles.is_empty() {
        return refuse("server.roles", "a process without a role has nothing to do");
    }
    let url = &config.server.public_url;
    if !url.is_empty() && (authority(url).is_none() || url.ends_with('/')) {
        return refuse(
            "server.public_url",
            "it is an address such as https://music.example.org, without a slash at the end",
        );
    }
    check_addresses(config)?;
    check_launch_addresses(&config.launch)?;
    if config.server.session_days == 0 {
        return refuse("server.session_days", "it is at least 1");
    }
    if !(2..=64).contains(&config.passwords.passes) {
        return refuse("passwords.passes", "it is 2 to 64");
    }
    if config.worker.lease_seconds == 0 && config.has_role(Role::Worker) {
        return refuse("worker.lease_seconds", "it is at least 1");
    }
    if config.database.max_connections == 0 {
        return refuse("database.max_connections", "it is at least 1");
    }
    if let Err((key, reason)) = config.mail.check() {
        return refuse(key, reason);
    }
    if config.analytics.play_days < 2 {
        return refuse("analytics.play_days", "it is at least 2");
    }
    if config.uploads.max_bytes == 0 {
        return refuse("uploads.max_bytes", "it is at least 1");
    }
    if config.launch.sends_per_minute == 0 {
        return refuse("launch.sends_per_minute", "it is at least 1");
    }
    if config.launch.invitation_days == 0 {
        return refuse("launch.invitation_days", "it is at least 1");
    }
    if config.launch.check_interval_seconds == 0 {
        return refuse("launch.check_interval_seconds", "it is at least 1");
    }
    Ok(())
}
