//! Signal 3: the status page, in six dialects. Each reads its own shape; here is what they have in common.

mod cstate;
mod gatus;
mod instance;
mod statuspage;
mod upptime;
mod uptime_kuma;

use chrono::{DateTime, Utc};
use reqwest::Client;

use super::{
    fetch::Question,
    signal::{Seen, Unchecked},
    token::Token,
};

/// Whose page it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusProvider {
    /// This Sillon.
    #[default]
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

impl StatusProvider {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Instance => "instance",
            Self::Statuspage => "statuspage",
            Self::Gatus => "gatus",
            Self::UptimeKuma => "uptime_kuma",
            Self::Upptime => "upptime",
            Self::Cstate => "cstate",
        }
    }
}

/// Where the page is.
#[derive(Clone, Debug, Default)]
pub struct StatusSettings {
    /// Whose.
    pub provider: StatusProvider,
    /// Its address.
    pub url: String,
    /// Bearer token; empty: none.
    pub token: Token,
}

/// How one thing on the page is.
struct Component {
    name: String,
    is_up: bool,
    word: String,
}

/// What a page says.
struct Page {
    components: Vec<Component>,
    /// When the page itself looked; none when it does not say.
    observed_at: Option<DateTime<Utc>>,
    /// What is added to the reason.
    note: &'static str,
}

pub(super) async fn look(client: &Client, settings: &StatusSettings, now: DateTime<Utc>) -> Result<Seen, Unchecked> {
    if settings.url.is_empty() {
        return Err(Unchecked::because("launch.status_url (or server.public_url) is not set"));
    }
    let bearer = format!("Bearer {}", settings.token.0);
    let site = Site { client, url: &settings.url, bearer: (!settings.token.is_empty()).then_some(&*bearer), now };
    let page = match settings.provider {
        StatusProvider::Instance => instance::read(&site).await,
        StatusProvider::Statuspage => statuspage::read(&site).await,
        StatusProvider::Gatus => gatus::read(&site).await,
        StatusProvider::UptimeKuma => uptime_kuma::read(&site).await,
        StatusProvider::Upptime => upptime::read(&site).await,
        StatusProvider::Cstate => cstate::read(&site).await,
    }?;
    if page.components.is_empty() {
        return Err(Unchecked::because("the page lists nothing"));
    }
    let down: Vec<String> = page
        .components
        .iter()
        .filter(|component| !component.is_up)
        .map(|component| format!("{}: {}", component.name, component.word))
        .collect();
    let (all, up) = (page.components.len(), page.components.len() - down.len());
    let said = if down.is_empty() { "everything is up".to_owned() } else { down.join(", ") };
    let reason = if page.note.is_empty() { said } else { format!("{said}; {}", page.note) };
    Ok(Seen { is_good: down.is_empty(), value: format!("{up} of {all} up"), observed_at: page.observed_at, reason })
}

/// A page's server.
struct Site<'a> {
    client: &'a Client,
    url: &'a str,
    bearer: Option<&'a str>,
    now: DateTime<Utc>,
}

impl Site<'_> {
    async fn ask<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<T, Unchecked> {
        self.ask_at(super::fetch::address(self.url, path)?).await
    }

    async fn ask_at<T: serde::de::DeserializeOwned>(&self, url: reqwest::Url) -> Result<T, Unchecked> {
        let token = self.bearer.map(|bearer| ("authorization", bearer));
        Ok(super::fetch::ask(self.client, Question { url, token }).await?.body)
    }
}
