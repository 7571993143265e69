//! Signal 2: unresolved issues of Sentry or `GlitchTip` with level fatal or priority high, seen in the last 24 hours.
//! Shapes after getsentry/sentry-api-schema 0.272; `GlitchTip`'s may lack `priority`, then the level alone decides.

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Client;
use serde::Deserialize;

use super::{
    fetch::{Question, address, ask, next_page},
    signal::{Seen, Unchecked, fresh},
    token::Token,
};

const MOST_PAGES: usize = 100;
const PAGE_SIZE: usize = 100;

/// Where errors are collected.
#[derive(Clone, Debug, Default)]
pub struct SentrySettings {
    /// `https://de.sentry.io`, or one's own.
    pub url: String,
    /// Short name of the organization.
    pub organization: String,
    /// Number of the project; empty: all.
    pub project: String,
    /// Bearer token.
    pub token: Token,
}

#[derive(Deserialize)]
struct Issue {
    #[serde(rename = "shortId")]
    short_id: String,
    level: Level,
    status: Status,
    #[serde(default)]
    priority: Option<Priority>,
    #[serde(rename = "lastSeen")]
    last_seen: DateTime<Utc>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Level {
    Sample,
    Debug,
    Info,
    Warning,
    Error,
    Fatal,
    Unknown,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Status {
    Unresolved,
    Resolved,
    ResolvedInNextRelease,
    Ignored,
    Muted,
    Reprocessing,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Priority {
    Low,
    Medium,
    High,
}

pub(super) async fn look(client: &Client, settings: &SentrySettings, now: DateTime<Utc>) -> Result<Seen, Unchecked> {
    for (name, value) in [("sentry_url", &settings.url), ("sentry_organization", &settings.organization)] {
        if value.is_empty() {
            return Err(Unchecked(format!("launch.{name} is not set")));
        }
    }
    if settings.token.is_empty() {
        return Err(Unchecked::because("launch.sentry_token is not set"));
    }
    let mut serious = Vec::new();
    for issue in all_issues(client, settings).await? {
        fresh(issue.last_seen, None, now)?;
        let is_serious = issue.level == Level::Fatal || issue.priority == Some(Priority::High);
        if is_serious && issue.status == Status::Unresolved && now - issue.last_seen <= TimeDelta::hours(24) {
            serious.push(issue.short_id);
        }
    }
    let is_good = serious.is_empty();
    let reason = if is_good { "none in the last 24 hours".to_owned() } else { serious.join(", ") };
    Ok(Seen { is_good, value: serious.len().to_string(), observed_at: Some(now), reason })
}

async fn all_issues(client: &Client, settings: &SentrySettings) -> Result<Vec<Issue>, Unchecked> {
    let mut url = address(&settings.url, &format!("/api/0/organizations/{}/issues/", settings.organization))?;
    url.query_pairs_mut()
        .append_pair("query", "is:unresolved")
        .append_pair("statsPeriod", "24h")
        .append_pair("limit", &PAGE_SIZE.to_string());
    if !settings.project.is_empty() {
        url.query_pairs_mut().append_pair("project", &settings.project);
    }
    let bearer = format!("Bearer {}", settings.token.0);
    let mut issues = Vec::new();
    for _ in 0..MOST_PAGES {
        let question = Question { url: url.clone(), token: Some(("authorization", &bearer)) };
        let answer = ask::<Vec<Issue>>(client, question).await?;
        let is_full = answer.body.len() >= PAGE_SIZE;
        issues.extend(answer.body);
        match next_page(&answer.headers, &url)? {
            // Sentry names a next page always, and says beside it whether anything is there; GlitchTip names real ones.
            Some(next) if next.parameter("results") != Some("false") => url = next.url,
            None if is_full => return Err(Unchecked::because("a full page of issues names no next one")),
            _ => return Ok(issues),
        }
    }
    Err(Unchecked(format!("it has more than {MOST_PAGES} pages of issues")))
}
