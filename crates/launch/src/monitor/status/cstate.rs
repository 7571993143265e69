//! cstate, `GET /index.json`. Its titles are put in as they are, so that a quote in one makes the file unreadable. It is
//! built when something changes: the time of the build is not an age.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{Component, Page, Site};
use crate::monitor::signal::{Unchecked, fresh};

#[derive(Deserialize)]
struct Index {
    #[serde(rename = "summaryStatus")]
    summary_status: Status,
    systems: Vec<System>,
    #[serde(rename = "buildDate")]
    build_date: String,
    #[serde(rename = "buildTime")]
    build_time: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Ok,
    Notice,
    Disrupted,
    Down,
}

impl Status {
    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Notice => "has a notice",
            Self::Disrupted => "disrupted",
            Self::Down => "down",
        }
    }
}

#[derive(Deserialize)]
struct System {
    name: String,
    status: Status,
}

pub(super) async fn read(site: &Site<'_>) -> Result<Page, Unchecked> {
    let index: Index = site.ask("/index.json").await?;
    // `2026-06-21` and `17:58`, or `17:58:09`, in UTC.
    let time = match index.build_time.len() {
        5 => format!("{}:00", index.build_time),
        _ => index.build_time.clone(),
    };
    let built: DateTime<Utc> = format!("{}T{time}Z", index.build_date)
        .parse()
        .map_err(|_| Unchecked(format!("{:?} and {:?} are no time of a build", index.build_date, index.build_time)))?;
    fresh(built, None, site.now)?;
    if index.systems.is_empty() {
        return Err(Unchecked::because("the page lists no systems"));
    }
    let component =
        |name: String, status: Status| Component { name, is_up: status == Status::Ok, word: status.word().to_owned() };
    let mut components: Vec<_> =
        index.systems.into_iter().map(|system| component(system.name, system.status)).collect();
    components.push(component("overall".to_owned(), index.summary_status));
    Ok(Page { components, observed_at: Some(site.now), note: "" })
}
