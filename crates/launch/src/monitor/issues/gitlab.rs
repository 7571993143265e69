//! GitLab, REST v4. Merge requests are no issues there. The next page's number is in a header.

use reqwest::Client;
use serde::Deserialize;

use super::{IssuesSettings, MOST_PAGES, OpenIssue};
use crate::{
    monitor::{
        fetch::{Question, address, ask},
        signal::Unchecked,
    },
    percent::encoded,
};

#[derive(Deserialize)]
struct Item {
    iid: u64,
    title: String,
    state: State,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Opened,
}

#[derive(Deserialize)]
struct Label {
    #[expect(dead_code, reason = "that it has a name shows that it is a label")]
    name: String,
}

pub(super) async fn open_issues(client: &Client, settings: &IssuesSettings) -> Result<Vec<OpenIssue>, Unchecked> {
    let project = format!("/api/v4/projects/{}", encoded(&settings.repository));
    let token = (!settings.token.is_empty()).then_some(("private-token", &*settings.token.0));
    let label = address(&settings.url, &format!("{project}/labels/{}", encoded(&settings.label)))?;
    ask::<Label>(client, Question { url: label, token })
        .await
        .map_err(|Unchecked(reason)| Unchecked(format!("the label {}: {reason}", settings.label)))?;
    let mut found = Vec::new();
    let mut page = "1".to_owned();
    for _ in 0..MOST_PAGES {
        let mut url = address(&settings.url, &format!("{project}/issues"))?;
        url.query_pairs_mut()
            .append_pair("state", "opened")
            .append_pair("labels", &settings.label)
            .append_pair("per_page", "100")
            .append_pair("page", &page);
        let answer = ask::<Vec<Item>>(client, Question { url, token }).await?;
        let next = answer.header("x-next-page").unwrap_or_default().to_owned();
        for Item { iid, title, state: State::Opened } in answer.body {
            found.push(OpenIssue { number: iid, title });
        }
        if next.is_empty() {
            return Ok(found);
        }
        page = next;
    }
    Err(Unchecked(format!("it has more than {MOST_PAGES} pages of issues")))
}
