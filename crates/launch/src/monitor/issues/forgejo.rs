//! Forgejo and Gitea. A label that does not exist is ignored there, so that a typing error would count every issue:
//! the list of labels is read first.

use reqwest::Client;
use serde::{Deserialize, de::DeserializeOwned};

use super::{IssuesSettings, Item, MOST_PAGES, OpenIssue, owner_and_name};
use crate::monitor::{
    fetch::{Question, address, ask},
    signal::Unchecked,
};

#[derive(Deserialize)]
struct Label {
    name: String,
}

pub(super) async fn open_issues(client: &Client, settings: &IssuesSettings) -> Result<Vec<OpenIssue>, Unchecked> {
    let repository = format!("/api/v1/repos/{}", owner_and_name(&settings.repository)?);
    let labels: Vec<Label> = pages(client, settings, &format!("{repository}/labels"), &[]).await?;
    if !labels.iter().any(|label| label.name == settings.label) {
        return Err(Unchecked(format!("the repository has no label {}", settings.label)));
    }
    let only = [("state", "open"), ("type", "issues"), ("labels", &settings.label)];
    let items: Vec<Item> = pages(client, settings, &format!("{repository}/issues"), &only).await?;
    Ok(items.into_iter().filter_map(Item::into_open_issue).collect())
}

async fn pages<T: DeserializeOwned>(
    client: &Client,
    settings: &IssuesSettings,
    path: &str,
    only: &[(&str, &str)],
) -> Result<Vec<T>, Unchecked> {
    let bearer = format!("token {}", settings.token.0);
    let token = (!settings.token.is_empty()).then_some(("authorization", &*bearer));
    let mut all = Vec::new();
    for page in 1..=MOST_PAGES {
        let mut url = address(&settings.url, path)?;
        url.query_pairs_mut().extend_pairs(only).append_pair("limit", "50").append_pair("page", &page.to_string());
        let answer = ask::<Vec<T>>(client, Question { url, token }).await?;
        // Its links may name an address that only its own proxy knows, and a page may be shorter than was asked for:
        // the first empty page is the end.
        let is_empty = answer.body.is_empty();
        all.extend(answer.body);
        if is_empty {
            return Ok(all);
        }
    }
    Err(Unchecked(format!("{path} has more than {MOST_PAGES} pages")))
}
