//! Uptime Kuma, `GET /api/status-page/heartbeat/{slug}`. Its times are UTC without saying so. A page that does not exist
//! gives an empty list.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Deserialize;

use super::{Component, Page, Site};
use crate::monitor::{
    fetch::address,
    signal::{Unchecked, fresh},
};

#[derive(Deserialize)]
struct Heartbeats {
    #[serde(rename = "heartbeatList")]
    heartbeat_list: BTreeMap<String, Vec<Beat>>,
}

#[derive(Deserialize)]
struct Beat {
    status: u8,
    time: String,
    #[serde(default)]
    msg: Option<String>,
}

pub(super) async fn read(site: &Site<'_>) -> Result<Page, Unchecked> {
    let (base, slug) = site
        .url
        .trim_end_matches('/')
        .rsplit_once("/status/")
        .ok_or_else(|| Unchecked::because("launch.status_url must end with /status/ and the page's name"))?;
    let heartbeats: Heartbeats = site.ask_at(address(base, &format!("/api/status-page/heartbeat/{slug}"))?).await?;
    let mut components = Vec::new();
    let mut observed_at: Option<DateTime<Utc>> = None;
    for (monitor, beats) in heartbeats.heartbeat_list {
        let mut newest: Option<(DateTime<Utc>, Beat)> = None;
        for beat in beats {
            let at = time(&beat.time)?;
            if newest.as_ref().is_none_or(|(newest, _)| at >= *newest) {
                newest = Some((at, beat));
            }
        }
        let (at, beat) = newest.ok_or_else(|| Unchecked(format!("monitor {monitor} has no heartbeat yet")))?;
        fresh(at, None, site.now)?;
        observed_at = Some(observed_at.map_or(at, |oldest| oldest.min(at)));
        let word = match beat.status {
            0 => beat.msg.filter(|msg| !msg.is_empty()).unwrap_or_else(|| "down".to_owned()),
            1 => "up".to_owned(),
            2 => return Err(Unchecked(format!("monitor {monitor} is pending"))),
            3 => "in maintenance".to_owned(),
            other => return Err(Unchecked(format!("monitor {monitor} has the unknown status {other}"))),
        };
        components.push(Component { name: format!("monitor {monitor}"), is_up: beat.status == 1, word });
    }
    Ok(Page { components, observed_at, note: "" })
}

fn time(text: &str) -> Result<DateTime<Utc>, Unchecked> {
    let parsed = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f");
    parsed.map(|time| time.and_utc()).map_err(|_| Unchecked(format!("{text:?} is not a time of Uptime Kuma")))
}
