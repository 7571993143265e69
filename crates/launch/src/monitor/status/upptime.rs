//! Upptime, `history/summary.json` of the repository's branch. It holds no time, so nobody knows how old it is.

use serde::Deserialize;

use super::{Component, Page, Site};
use crate::monitor::signal::Unchecked;

#[derive(Deserialize)]
struct Watched {
    name: String,
    status: Status,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Up,
    Down,
    Degraded,
}

pub(super) async fn read(site: &Site<'_>) -> Result<Page, Unchecked> {
    let sites: Vec<Watched> = site.ask("/history/summary.json").await?;
    let components = sites.into_iter().map(|watched| Component {
        name: watched.name,
        is_up: watched.status == Status::Up,
        word: if watched.status == Status::Degraded { "degraded" } else { "down" }.to_owned(),
    });
    Ok(Page {
        components: components.collect(),
        observed_at: None,
        note: "the page holds no time, so its age is not known",
    })
}
