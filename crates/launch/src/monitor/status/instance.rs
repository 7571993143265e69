//! This Sillon's own page, `GET /status.json`. Its oldest look at a part is the age of the page.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use super::{Component, Page, Site};
use crate::monitor::signal::{Unchecked, fresh};

/// It looks once a minute.
const FRESH: TimeDelta = TimeDelta::minutes(5);

#[derive(Deserialize)]
struct Status {
    parts: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    name: String,
    state: State,
    checked_at: DateTime<Utc>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Working,
    Degraded,
    Down,
}

pub(super) async fn read(site: &Site<'_>) -> Result<Page, Unchecked> {
    let Status { parts } = site.ask("/status.json").await?;
    for part in &parts {
        fresh(part.checked_at, Some(FRESH), site.now)
            .map_err(|Unchecked(reason)| Unchecked(format!("{}: {reason}", part.name)))?;
    }
    let observed_at = parts.iter().map(|part| part.checked_at).min();
    let components = parts.into_iter().map(|part| Component {
        name: part.name,
        is_up: part.state == State::Working,
        word: if part.state == State::Down { "down" } else { "degraded" }.to_owned(),
    });
    Ok(Page { components: components.collect(), observed_at, note: "" })
}
