//! Signal 6: open issues with the label that must be gone. The label is asked for first: without it an empty list would
//! be a false green (GitHub, GitLab), or every issue a false red (Forgejo).

mod forgejo;
mod github;
mod gitlab;

use chrono::{DateTime, Utc};
use reqwest::Client;
use serde::Deserialize;

use super::{
    signal::{Seen, Unchecked},
    token::Token,
};
use crate::percent::encoded;

const MOST_PAGES: usize = 50;

/// Whose tracker it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tracker {
    /// GitHub.
    Github,
    /// GitLab.
    Gitlab,
    /// Forgejo or Gitea.
    Forgejo,
}

impl Tracker {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Forgejo => "forgejo",
        }
    }
}

/// Where issues are kept.
#[derive(Clone, Debug, Default)]
pub struct IssuesSettings {
    /// Whose tracker; none: not configured.
    pub tracker: Option<Tracker>,
    /// Address of its API's server.
    pub url: String,
    /// Owner and name.
    pub repository: String,
    /// The label.
    pub label: String,
    /// Token; empty: none.
    pub token: Token,
}

/// An open issue.
struct OpenIssue {
    number: u64,
    title: String,
}

/// An issue as GitHub and Forgejo give it: pull requests are issues there.
#[derive(Deserialize)]
struct Item {
    number: u64,
    title: String,
    state: State,
    #[serde(default)]
    pull_request: Option<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Open,
}

impl Item {
    fn into_open_issue(self) -> Option<OpenIssue> {
        let Self { number, title, state: State::Open, pull_request } = self;
        pull_request.is_none().then_some(OpenIssue { number, title })
    }
}

pub(super) async fn look(client: &Client, settings: &IssuesSettings, now: DateTime<Utc>) -> Result<Seen, Unchecked> {
    let tracker = settings.tracker.ok_or_else(|| Unchecked::because("launch.issues_provider is not set"))?;
    for (name, value) in
        [("issues_url", &settings.url), ("issues_repository", &settings.repository), ("issues_label", &settings.label)]
    {
        if value.is_empty() {
            return Err(Unchecked(format!("launch.{name} is not set")));
        }
    }
    if settings.label.contains(',') {
        return Err(Unchecked::because("launch.issues_label has a comma: trackers take it for two labels"));
    }
    let issues = match tracker {
        Tracker::Github => github::open_issues(client, settings).await,
        Tracker::Gitlab => gitlab::open_issues(client, settings).await,
        Tracker::Forgejo => forgejo::open_issues(client, settings).await,
    }?;
    let titles: Vec<String> = issues.iter().map(|issue| format!("#{} {}", issue.number, issue.title)).collect();
    let is_good = issues.is_empty();
    let reason = if is_good { format!("none is open with the label {}", settings.label) } else { titles.join("; ") };
    Ok(Seen { is_good, value: issues.len().to_string(), observed_at: Some(now), reason })
}

fn owner_and_name(repository: &str) -> Result<String, Unchecked> {
    let (owner, name) = repository
        .split_once('/')
        .filter(|(owner, name)| !owner.is_empty() && !name.is_empty() && !name.contains('/'))
        .ok_or_else(|| Unchecked(format!("launch.issues_repository {repository:?} is not owner/name")))?;
    Ok(format!("{}/{}", encoded(owner), encoded(name)))
}
