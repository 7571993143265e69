//! Atlassian Statuspage, `GET /api/v2/summary.json`. `updated_at` is when something last changed, which may be long ago
//! on a page where nothing happens: it is not an age.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{Component, Page, Site};
use crate::monitor::signal::{Unchecked, fresh};

#[derive(Deserialize)]
struct Summary {
    page: About,
    status: Overall,
    components: Vec<Part>,
}

#[derive(Deserialize)]
struct About {
    updated_at: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Overall {
    indicator: Indicator,
    description: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Indicator {
    None,
    Minor,
    Major,
    Critical,
}

#[derive(Deserialize)]
struct Part {
    name: String,
    status: PartStatus,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PartStatus {
    Operational,
    DegradedPerformance,
    PartialOutage,
    MajorOutage,
    UnderMaintenance,
}

impl PartStatus {
    fn word(self) -> &'static str {
        match self {
            Self::Operational => "operational",
            Self::DegradedPerformance => "degraded performance",
            Self::PartialOutage => "partial outage",
            Self::MajorOutage => "major outage",
            Self::UnderMaintenance => "under maintenance",
        }
    }
}

pub(super) async fn read(site: &Site<'_>) -> Result<Page, Unchecked> {
    let summary: Summary = site.ask("/api/v2/summary.json").await?;
    fresh(summary.page.updated_at, None, site.now)?;
    let mut components: Vec<Component> = summary
        .components
        .into_iter()
        .map(|part| Component {
            name: part.name,
            is_up: part.status == PartStatus::Operational,
            word: part.status.word().to_owned(),
        })
        .collect();
    if components.is_empty() {
        return Err(Unchecked::because("the page lists no components"));
    }
    let is_up = summary.status.indicator == Indicator::None;
    components.push(Component { name: "overall".to_owned(), is_up, word: summary.status.description });
    Ok(Page { components, observed_at: Some(site.now), note: "" })
}
