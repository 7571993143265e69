//! `[launch]`: the settings of the soft launch as types. What they mean is in `launch_settings`.

use serde::Deserialize;

use super::Secret;

/// `[launch]`: see [`super::SETTINGS`] for every field's meaning, default and variable.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Launch {
    /// Empty.
    pub from_address: String,
    /// Empty.
    pub from_name: String,
    /// Empty.
    pub about: String,
    /// Empty.
    pub signature: String,
    /// Empty.
    pub feedback_url: String,
    /// French.
    pub language: LetterLanguage,
    /// 30.
    pub invitation_days: u16,
    /// msmtp.
    pub send_command: String,
    /// 60.
    pub sends_per_minute: u32,
    /// 0: not configured.
    pub target_testers: u64,
    /// Empty: not configured.
    pub sentry_url: String,
    /// Empty.
    pub sentry_organization: String,
    /// Empty: all.
    pub sentry_project: String,
    /// Empty.
    pub sentry_token: Secret,
    /// This instance.
    pub status_provider: StatusProvider,
    /// Empty.
    pub status_url: String,
    /// Empty.
    pub status_token: Secret,
    /// Empty: in the data folder.
    pub journey_result: String,
    /// 60.
    pub journey_max_age_minutes: u32,
    /// Empty: in the data folder.
    pub load_folder: String,
    /// 26.
    pub load_max_age_hours: u32,
    /// Empty: not configured.
    pub issues_provider: IssuesProvider,
    /// Empty.
    pub issues_url: String,
    /// Empty.
    pub issues_repository: String,
    /// HIGH.
    pub issues_label: String,
    /// Empty.
    pub issues_token: Secret,
    /// 60.
    pub check_interval_seconds: u32,
}

/// Language of the invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum LetterLanguage {
    /// French.
    #[serde(rename = "fr")]
    French,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// Whose status page is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusProvider {
    /// This Sillon.
    Instance,
    /// Atlassian Statuspage.
    Statuspage,
    /// Gatus.
    Gatus,
    /// Uptime Kuma.
    UptimeKuma,
    /// Upptime.
    Upptime,
    /// cstate.
    Cstate,
}

/// Where issues are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssuesProvider {
    /// Nowhere that is known.
    #[serde(rename = "")]
    NotConfigured,
    /// GitHub.
    Github,
    /// GitLab.
    Gitlab,
    /// Forgejo or Gitea.
    Forgejo,
}
