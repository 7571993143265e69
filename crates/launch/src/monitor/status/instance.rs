//! This Sillon: its own word on whether it is ready.

use serde::Deserialize;

use super::{Component, Page, Site};
use crate::monitor::signal::Unchecked;

#[derive(Deserialize)]
struct Readiness {
    status: Status,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Ready,
}

pub(super) async fn read(site: &Site<'_>) -> Result<Page, Unchecked> {
    let Readiness { status: Status::Ready } = site.ask("/readyz").await?;
    let component = Component { name: "instance".to_owned(), is_up: true, word: "ready".to_owned() };
    Ok(Page { components: vec![component], observed_at: Some(site.now), note: "" })
}
