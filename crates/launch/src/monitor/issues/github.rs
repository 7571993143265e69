//! GitHub, REST: pull requests are among the issues and are left out.

use reqwest::Client;
use serde::Deserialize;

use super::{IssuesSettings, Item, MOST_PAGES, OpenIssue, owner_and_name};
use crate::{
    monitor::{
        fetch::{Question, address, ask, next_page},
        signal::Unchecked,
    },
    percent::encoded,
};

const PAGE_SIZE: usize = 100;

#[derive(Deserialize)]
struct Label {
    #[expect(dead_code, reason = "that it has a name shows that it is a label")]
    name: String,
}

pub(super) async fn open_issues(client: &Client, settings: &IssuesSettings) -> Result<Vec<OpenIssue>, Unchecked> {
    let repository = owner_and_name(&settings.repository)?;
    let bearer = format!("Bearer {}", settings.token.0);
    let token = (!settings.token.is_empty()).then_some(("authorization", &*bearer));
    let label = address(&settings.url, &format!("/repos/{repository}/labels/{}", encoded(&settings.label)))?;
    ask::<Label>(client, Question { url: label, token })
        .await
        .map_err(|Unchecked(reason)| Unchecked(format!("the label {}: {reason}", settings.label)))?;
    let mut url = address(&settings.url, &format!("/repos/{repository}/issues"))?;
    url.query_pairs_mut()
        .append_pair("state", "open")
        .append_pair("labels", &settings.label)
        .append_pair("per_page", &PAGE_SIZE.to_string());
    let mut found = Vec::new();
    for _ in 0..MOST_PAGES {
        let answer = ask::<Vec<Item>>(client, Question { url: url.clone(), token }).await?;
        let next = next_page(&answer.headers, &url)?;
        let is_full = answer.body.len() >= PAGE_SIZE;
        found.extend(answer.body.into_iter().filter_map(Item::into_open_issue));
        match next {
            Some(next) => url = next.url,
            None if is_full => return Err(Unchecked::because("a full page of issues names no next one")),
            None => return Ok(found),
        }
    }
    Err(Unchecked(format!("it has more than {MOST_PAGES} pages of issues")))
}
