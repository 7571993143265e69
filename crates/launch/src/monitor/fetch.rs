//! Asks for JSON over HTTP and says, in words, why there is none.

use std::{error::Error, io};

use futures_util::StreamExt;
use reqwest::{Client, StatusCode, Url, header::HeaderMap};
use serde::de::DeserializeOwned;

use super::signal::Unchecked;

const BODY_MAX_BYTES: usize = 10 << 20;

/// A question, and what is needed to be allowed to ask it.
#[derive(Clone, Debug)]
pub(super) struct Question<'a> {
    pub(super) url: Url,
    /// Name and value of the header that carries the token.
    pub(super) token: Option<(&'static str, &'a str)>,
}

/// A good answer.
#[derive(Debug)]
pub(super) struct Answer<T> {
    pub(super) body: T,
    pub(super) headers: HeaderMap,
}

impl<T> Answer<T> {
    /// A header as text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Makes an address of a base and a path.
pub(super) fn address(base: &str, path: &str) -> Result<Url, Unchecked> {
    let text = format!("{}{path}", base.trim_end_matches('/'));
    let url = Url::parse(&text).map_err(|error| Unchecked(format!("{base:?} is not an address: {error}")))?;
    if matches!(url.scheme(), "http" | "https") {
        Ok(url)
    } else {
        Err(Unchecked(format!("{base:?} is not an http address")))
    }
}

/// The answer as the type that the provider documents.
pub(super) async fn ask<T: DeserializeOwned>(client: &Client, question: Question<'_>) -> Result<Answer<T>, Unchecked> {
    let mut request = client.get(question.url).header("accept", "application/json");
    if let Some((name, value)) = question.token {
        request = request.header(name, value);
    }
    let response = request.send().await.map_err(|error| no_answer(&error))?;
    let (status, headers) = (response.status(), response.headers().clone());
    refuse_status(status, &headers)?;
    let mut body = Vec::new();
    let mut stream = response.bytes_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| Unchecked(format!("the answer broke off: {}", root_cause(&error))))?;
        if body.len() + chunk.len() > BODY_MAX_BYTES {
            return Err(Unchecked("the answer is larger than 10 MiB".to_owned()));
        }
        body.extend_from_slice(&chunk);
    }
    read(&body).map(|body| Answer { body, headers })
}

/// Reads JSON; a page in its place is named as such.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Unchecked> {
    let start = body.iter().find(|byte| !byte.is_ascii_whitespace());
    match start {
        None => return Err(Unchecked("the answer is empty".to_owned())),
        Some(b'<') => return Err(Unchecked("the answer is a page (HTML) where data (JSON) was expected".to_owned())),
        Some(_) => {}
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let (path, inner) = (error.path().to_string(), error.inner());
        if inner.is_data() {
            Unchecked(format!("the answer is not as documented, at {path}: {inner}"))
        } else {
            Unchecked(format!("the answer is not whole JSON: {inner}"))
        }
    })
}

fn refuse_status(status: StatusCode, headers: &HeaderMap) -> Result<(), Unchecked> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let wait = header("retry-after").map(|seconds| format!("; it asks to wait {seconds} s")).unwrap_or_default();
    let reason = match status.as_u16() {
        200 => return Ok(()),
        300..=399 => {
            let target = header("location").unwrap_or("nowhere");
            format!("it redirects to {target} ({status}): a login page, or the address has changed")
        }
        401 => format!("it refuses the token, or wants one ({status})"),
        403 if header("x-ratelimit-remaining") == Some("0") => format!("too many requests were made ({status}){wait}"),
        403 => format!("the token may not see this ({status})"),
        404 => format!(
            "there is no such thing ({status}): the address or a name in it is wrong, or the token may not see it"
        ),
        429 => format!("too many requests were made ({status}){wait}"),
        500..=599 => format!("it has a problem of its own ({status})"),
        _ => format!("it answers {status}"),
    };
    Err(Unchecked(reason))
}

/// Tells apart the ways in which no answer comes.
fn no_answer(error: &reqwest::Error) -> Unchecked {
    if error.is_timeout() {
        return Unchecked("no answer within the time limit".to_owned());
    }
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(here) = cause {
        if here.downcast_ref::<rustls::Error>().is_some() {
            return Unchecked(format!("the encrypted connection (TLS) failed: {here}"));
        }
        if let Some(inner) = here.downcast_ref::<io::Error>() {
            if inner.kind() == io::ErrorKind::ConnectionRefused {
                return Unchecked("the connection was refused: nothing listens there".to_owned());
            }
            if let Some(tls) = tls_error(inner) {
                return Unchecked(format!("the encrypted connection (TLS) failed: {tls}"));
            }
        }
        if here.to_string().contains("dns error") {
            return Unchecked("its name is not known (DNS)".to_owned());
        }
        cause = here.source();
    }
    Unchecked(format!("no usable answer: {}", root_cause(error)))
}

/// The error of TLS in an error of input and output, which may be wrapped in another one.
fn tls_error(error: &io::Error) -> Option<&rustls::Error> {
    let inner = error.get_ref()?;
    inner.downcast_ref().or_else(|| inner.downcast_ref().and_then(tls_error))
}

fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

/// The address in a Link header (RFC 8288) with the relation `next`, and its further parameters.
pub(super) fn next_link(header: &str) -> Option<(Url, Vec<(String, String)>)> {
    header.split(',').find_map(|link| {
        let (target, parameters) = link.split_once('>')?;
        let parameters: Vec<(String, String)> = parameters
            .split(';')
            .filter_map(|parameter| parameter.split_once('='))
            .map(|(name, value)| (name.trim().to_owned(), value.trim().trim_matches('"').to_owned()))
            .collect();
        let is_next = parameters.iter().any(|(name, value)| name == "rel" && value == "next");
        let url = Url::parse(target.trim().trim_start_matches('<')).ok()?;
        is_next.then_some((url, parameters))
    })
}

#[cfg(test)]
mod tests {
    use super::next_link;

    #[test]
    fn the_next_page_is_found_among_links() {
        let header = r#"<https://s.example/a?cursor=0:0:1>; rel="previous"; results="false"; cursor="0:0:1", <https://s.example/a?cursor=0:100:0>; rel="next"; results="true"; cursor="0:100:0""#;
        let (url, parameters) = next_link(header).unwrap();
        assert_eq!(url.query(), Some("cursor=0:100:0"));
        assert!(parameters.contains(&("results".to_owned(), "true".to_owned())));
        assert!(next_link(r#"<https://s.example/a>; rel="last""#).is_none());
    }
}
