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
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Unchecked(format!("{base:?} is not an http address")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Unchecked(
            "its address holds a name or a password, which would be shown: use the token".to_owned(),
        ));
    }
    Ok(url)
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
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let (path, inner) = (error.path().to_string(), error.inner());
        if inner.is_data() {
            Unchecked(format!("the answer is not as documented, at {path}: {inner}"))
        } else {
            Unchecked(format!("the answer is not whole JSON: {inner}"))
        }
    })?;
    reader.end().map_err(|error| Unchecked(format!("something stands behind the JSON: {error}")))?;
    Ok(value)
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

/// Where the next page is, by the Link headers (RFC 8288), and its further parameters; none when there is no next page.
/// What cannot be read is no end: a page would be missed. A token goes to nobody else, so another server is refused.
pub(super) fn next_page(headers: &HeaderMap, asked: &Url) -> Result<Option<NextPage>, Unchecked> {
    for header in headers.get_all("link") {
        let header = header.to_str().map_err(|_| Unchecked::because("its Link header is no text"))?;
        for link in split_outside(header, ',') {
            let Some(next) = read_link(link, asked)? else { continue };
            if next.url.origin() != asked.origin() {
                return Err(Unchecked(format!(
                    "its next page is on another server, {}",
                    next.url.origin().ascii_serialization()
                )));
            }
            return Ok(Some(next));
        }
    }
    Ok(None)
}

/// A link with the relation `next`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NextPage {
    pub(super) url: Url,
    parameters: Vec<(String, String)>,
}

impl NextPage {
    /// A parameter beside the relation.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(there, _)| there == name).map(|(_, value)| value.as_str())
    }
}

fn read_link(link: &str, asked: &Url) -> Result<Option<NextPage>, Unchecked> {
    if link.trim().is_empty() {
        return Ok(None);
    }
    let unreadable = || Unchecked(format!("its Link header cannot be read: {link}"));
    let (target, rest) = link.trim().strip_prefix('<').and_then(|rest| rest.split_once('>')).ok_or_else(unreadable)?;
    let parameters: Vec<(String, String)> = split_outside(rest, ';')
        .filter_map(|parameter| parameter.split_once('='))
        .map(|(name, value)| (name.trim().to_lowercase(), value.trim().trim_matches('"').to_owned()))
        .collect();
    let is_next = |value: &str| value.split_whitespace().any(|relation| relation.eq_ignore_ascii_case("next"));
    if !parameters.iter().any(|(name, value)| name == "rel" && is_next(value)) {
        return Ok(None);
    }
    let url = asked.join(target).map_err(|_| unreadable())?;
    Ok(Some(NextPage { url, parameters }))
}

/// The parts between separators that stand neither in quotes nor in `<…>`.
fn split_outside(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut in_quotes, mut in_address) = (false, false);
    text.split(move |letter: char| {
        match letter {
            '"' if !in_address => in_quotes = !in_quotes,
            '<' if !in_quotes => in_address = true,
            '>' if !in_quotes => in_address = false,
            _ => {}
        }
        letter == separator && !in_quotes && !in_address
    })
}

#[cfg(test)]
mod tests {
    use reqwest::{Url, header::HeaderMap};

    use super::next_page;

    fn next(links: &[&str]) -> Result<Option<String>, String> {
        let mut headers = HeaderMap::new();
        for link in links {
            headers.append("link", link.parse().unwrap());
        }
        let asked = Url::parse("https://s.example:444/a?b=1").unwrap();
        let next = next_page(&headers, &asked).map_err(|unchecked| unchecked.0)?;
        Ok(next.map(|next| format!("{} {}", next.url, next.parameter("results").unwrap_or("-"))))
    }

    #[test]
    fn the_next_page_is_found_among_links() {
        let found = |text: &str| Ok(Some(format!("https://s.example:444/a{text}")));
        let both = r#"<https://s.example:444/a?cursor=0:0:1>; rel="previous"; results="false", <https://s.example:444/a?cursor=0:100:0>; rel="next"; results="true""#;
        assert_eq!(next(&[both]), found("?cursor=0:100:0 true"));
        assert_eq!(next(&["</a?page=2>; Rel=next"]), found("?page=2 -"), "relative, without quotes");
        assert_eq!(next(&["<https://s.example:444/a?fields=x,y;z>; rel=\"next last\""]), found("?fields=x,y;z -"));
        assert_eq!(next(&["<https://s.example:444/a>; rel=\"prev\"", "<?page=3>; rel=\"next\""]), found("?page=3 -"));
        assert_eq!(next(&["<https://s.example:444/a>; rel=\"last\""]), Ok(None));
        assert_eq!(next(&[]), Ok(None));
    }

    #[test]
    fn what_cannot_be_followed_is_no_end() {
        for link in ["https://s.example:444/a; rel=next", "<https://[>; rel=next"] {
            assert!(next(&[link]).unwrap_err().contains("cannot be read"), "{link}");
        }
        for link in ["<https://s.example/a>; rel=next", "<http://s.example:444/a>; rel=next", "<//t.example>; rel=next"]
        {
            assert!(next(&[link]).unwrap_err().contains("another server"), "{link}");
        }
    }
}
