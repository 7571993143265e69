//! What a journey carries from step to step, and how it asks the instance.

use std::path::PathBuf;

use reqwest::{Client, Method, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use sillon_domain::invitations::InvitationCode;
use sillon_protocol::Playback;

use super::mailbox::token_from_mail;

/// Why a step did not work.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct StepError(pub(super) String);

impl From<reqwest::Error> for StepError {
    fn from(error: reqwest::Error) -> Self {
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(inner) = cause {
            text = format!("{text}: {inner}");
            cause = inner.source();
        }
        Self(text)
    }
}

/// A person on the way.
#[derive(Debug)]
pub(super) struct Walk {
    pub(super) client: Client,
    /// Without a slash at the end.
    pub(super) base_url: String,
    pub(super) email: String,
    pub(super) password: String,
    pub(super) invitation: InvitationCode,
    pub(super) cookie: Option<String>,
    pub(super) track_id: Option<String>,
    pub(super) playback: Option<Playback>,
    /// Where the instance writes its mails, when it writes them into a folder.
    pub(super) mails: Option<PathBuf>,
}

impl Walk {
    /// A request as this person's browser would send it.
    pub(super) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base_url));
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// A request with a JSON body.
    pub(super) fn send_json(&self, method: Method, path: &str, body: &serde_json::Value) -> RequestBuilder {
        self.request(method, path).header("content-type", "application/json").body(body.to_string())
    }

    /// GET of a file.
    pub(super) async fn fetch(&self, path: &str) -> Result<Vec<u8>, StepError> {
        let response = expect(self.request(Method::GET, path).send().await?, 200).await?;
        Ok(response.bytes().await?.to_vec())
    }

    /// The token of the link to a page in the mail that comes.
    pub(super) async fn token_from_mail(&self, page: &str) -> Result<String, StepError> {
        let folder = self.mails.as_deref().ok_or_else(|| StepError("mails go to no folder".to_owned()))?;
        token_from_mail(folder, &self.email, page).await
    }

    /// Keeps the session that an answer begins.
    pub(super) fn remember(&mut self, response: &Response) {
        let cookie = response.headers().get("set-cookie").and_then(|value| value.to_str().ok());
        self.cookie = cookie.and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
    }
}

/// The answer, when its status is this one; otherwise what it says.
pub(super) async fn expect(response: Response, status: u16) -> Result<Response, StepError> {
    let (got, url) = (response.status(), response.url().path().to_owned());
    if got.as_u16() == status {
        return Ok(response);
    }
    let body: String = response.text().await.unwrap_or_default().chars().take(300).collect();
    Err(StepError(format!("{url} answered {got}, not {status}: {body}")))
}

/// The body as JSON.
pub(super) async fn read<T: DeserializeOwned>(response: Response) -> Result<T, StepError> {
    let path = response.url().path().to_owned();
    let body = response.bytes().await?;
    serde_json::from_slice(&body).map_err(|error| StepError(format!("{path} is not as documented: {error}")))
}
