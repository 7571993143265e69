//! What production refuses, and what to do about it. What a value may be at all belongs to `load`.

use std::{os::unix::fs::PermissionsExt, path::Path};

use super::{Config, Loaded, Secret, names::find};

/// A reason not to start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The setting.
    pub key: &'static str,
    /// What is wrong, and what to do.
    pub advice: String,
}

/// Passwords that every guesser tries first.
const WELL_KNOWN: [&str; 14] = [
    "admin",
    "change-me",
    "changeit",
    "changeme",
    "default",
    "example",
    "letmein",
    "password",
    "postgres",
    "root",
    "secret",
    "sillon",
    "test",
    "token",
];
const OTHERS_MAY_READ: u32 = 0o004;

/// Everything that production refuses in this configuration, whichever mode it is in.
pub fn refused_in_production(loaded: &Loaded) -> Vec<Refused> {
    let config = &loaded.config;
    let mut refused = Vec::new();
    let mut refuse = |key, advice: String| refused.push(Refused { key, advice });
    if !config.server.public_url.starts_with("https://") {
        let advice = "it is not an https address: put a proxy with TLS before the server and name its address here";
        refuse("server.public_url", advice.to_owned());
    }
    for origin in &config.server.cors_origins {
        if origin == "*" {
            let advice = "`*` lets every page of the web use the interface: name the origins that you trust";
            refuse("server.cors_origins", advice.to_owned());
        } else if !origin.starts_with("https://") {
            refuse("server.cors_origins", format!("{origin} is not https: anyone on the way could write its pages"));
        }
    }
    for (key, secret) in secrets(config) {
        if let Some(advice) = weakness(key, &secret) {
            refuse(key, advice);
        }
    }
    for (key, path) in &loaded.secret_files {
        if everybody_may_read(path) {
            let path = path.display();
            refuse(key, format!("everybody on this machine may read {path}, which holds it: `chmod 600 {path}`"));
        }
    }
    refused
}

/// Every secret that is set, reduced to what has to be hard to guess.
fn secrets(config: &Config) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let mut add = |key, secret: &Secret| {
        if !secret.is_empty() {
            found.push((key, secret.reveal().to_owned()));
        }
    };
    add("server.metrics_token", &config.server.metrics_token);
    add("mail.smtp_password", &config.mail.smtp_password);
    add("launch.sentry_token", &config.launch.sentry_token);
    add("launch.status_token", &config.launch.status_token);
    add("launch.issues_token", &config.launch.issues_token);
    found.extend(database_password(config.database.url.reveal()).map(|password| ("database.url", password)));
    found
}

/// The password in the URL, where one is needed: not for a socket on this machine, nor for SQLite.
fn database_password(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.starts_with("postgres") {
        return None;
    }
    let (credentials, place) = rest.rsplit_once('@').unwrap_or(("", rest));
    let on_socket = ["%2F", "/"].iter().any(|start| place.starts_with(start))
        || ["host=/", "host=%2F"].iter().any(|option| place.contains(option));
    (!on_socket).then(|| credentials.split_once(':').map_or_else(String::new, |(_, password)| password.to_owned()))
}

fn weakness(key: &str, secret: &str) -> Option<String> {
    const MAKE: &str = "make one with `openssl rand -hex 32`";
    let least = find(key).map_or(0, |setting| setting.secret_characters);
    let word = secret.to_lowercase();
    let word = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
    if secret.is_empty() {
        Some(format!("it has no password: {MAKE}"))
    } else if WELL_KNOWN.contains(&word) {
        Some(format!("everybody knows this one: {MAKE}"))
    } else if secret.chars().count() < least {
        Some(format!("it has fewer than {least} characters: {MAKE}"))
    } else if secret.chars().all(|letter| secret.starts_with(letter)) {
        Some(format!("it is one letter again and again: {MAKE}"))
    } else {
        None
    }
}

fn everybody_may_read(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & OTHERS_MAY_READ != 0)
}

#[cfg(test)]
mod tests {
    use super::{database_password, weakness};
    use crate::config::{Kind, SETTINGS};

    #[test]
    fn the_password_of_a_database_is_looked_at_where_one_is_needed() {
        let password = |url| database_password(url);
        assert_eq!(password("postgres://a:b@host/db").as_deref(), Some("b"));
        assert_eq!(password("postgres://host/db").as_deref(), Some(""));
        assert_eq!(password("postgres://a@%2Fvar%2Frun/db"), None);
        assert_eq!(password("postgres:///db?host=/var/run"), None);
        assert_eq!(password("sqlite:x"), None);
    }

    #[test]
    fn weak_secrets_are_told_from_strong_ones() {
        let repeated = "a".repeat(40);
        for weak in ["", "password", "Sillon2026", "short", repeated.as_str(), "0123456789abcdef"] {
            assert!(weakness("server.metrics_token", weak).is_some(), "{weak}");
        }
        assert_eq!(weakness("server.metrics_token", "4c1f9b0c5e7d4a31b1d7f6a2c9e8d7b6"), None);
    }

    #[test]
    fn every_secret_setting_says_its_danger() {
        for setting in SETTINGS.iter().filter(|setting| setting.kind == Kind::Secret) {
            assert!(!setting.danger.is_empty() && !setting.refused.is_empty(), "{}", setting.key);
        }
    }
}
