//! Gatus, `GET /api/v1/endpoints/statuses`, all pages. The newest result of each endpoint counts; its oldest one is the
//! age of the page. Nothing tells which order results have: times do.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{Component, Page, Site};
use crate::monitor::{
    fetch::address,
    signal::{Unchecked, fresh},
};

const PAGE_SIZE: usize = 100;
const MOST_PAGES: usize = 50;

#[derive(Deserialize)]
struct Endpoint {
    name: String,
    #[serde(default)]
    group: String,
    results: Vec<Outcome>,
}

#[derive(Deserialize)]
struct Outcome {
    success: bool,
    timestamp: DateTime<Utc>,
    #[serde(default)]
    errors: Option<Vec<String>>,
}

pub(super) async fn read(site: &Site<'_>) -> Result<Page, Unchecked> {
    let mut components = Vec::new();
    let mut observed_at: Option<DateTime<Utc>> = None;
    for page in 1..=MOST_PAGES {
        let mut url = address(site.url, "/api/v1/endpoints/statuses")?;
        url.query_pairs_mut().append_pair("page", &page.to_string()).append_pair("pageSize", &PAGE_SIZE.to_string());
        let endpoints: Vec<Endpoint> = site.ask_at(url).await?;
        let is_last = endpoints.len() < PAGE_SIZE;
        for endpoint in endpoints {
            let newest = endpoint.results.into_iter().max_by_key(|result| result.timestamp);
            let newest = newest.ok_or_else(|| Unchecked(format!("{} has no results yet", endpoint.name)))?;
            fresh(newest.timestamp, None, site.now)?;
            observed_at = Some(observed_at.map_or(newest.timestamp, |oldest| oldest.min(newest.timestamp)));
            let errors = newest.errors.unwrap_or_default().join("; ");
            components.push(Component {
                name: [endpoint.group, endpoint.name]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join("/"),
                is_up: newest.success,
                word: if errors.is_empty() { "failing".to_owned() } else { errors },
            });
        }
        if is_last {
            return Ok(Page { components, observed_at, note: "" });
        }
    }
    Err(Unchecked(format!("it has more than {MOST_PAGES} pages of endpoints")))
}
