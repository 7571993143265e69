//! The language that a browser asks for, among those that people are written in.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::{HeaderMap, header, request::Parts};
use sillon_domain::database::entities::account::Language;
use sillon_protocol as protocol;

/// French or English after `Accept-Language` (RFC 9110, 12.5.4); English when neither is asked for.
#[derive(Clone, Copy, Debug)]
pub struct PreferredLanguage(pub Language);

impl PreferredLanguage {
    /// What the person chose, or else what the browser asks for.
    pub fn unless_chosen(self, chosen: Option<protocol::Language>) -> Language {
        match chosen {
            Some(protocol::Language::En) => Language::English,
            Some(protocol::Language::Fr) => Language::French,
            None => self.0,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PreferredLanguage {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(preferred(&parts.headers)))
    }
}

/// The language of the largest weight; of two alike, the one that stands first.
fn preferred(headers: &HeaderMap) -> Language {
    let lists = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let mut best = (0.0, Language::English);
    for range in lists.flat_map(|list| list.split(',')) {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let weight = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |text| text.trim().parse::<f32>().ok());
        let language = match tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "fr" => Language::French,
            "en" => Language::English,
            _ => continue,
        };
        if let Some(weight) = weight.filter(|weight| *weight > best.0 && *weight <= 1.0) {
            best = (weight, language);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, header};

    use super::{Language, preferred};

    #[test]
    fn the_heaviest_language_that_we_write_is_taken() {
        for (header, expected) in [
            ("fr-CA,fr;q=0.9,en;q=0.8", Language::French),
            ("de,en;q=0.3,fr;q=0.7", Language::French),
            ("en-GB, fr", Language::English),
            ("FR", Language::French),
            ("de", Language::English),
            ("fr;q=0", Language::English),
            ("fr;q=heavy", Language::English),
            ("fr;q=7", Language::English),
            (";;,,q=,", Language::English),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, header.parse().unwrap())]);
            assert_eq!(preferred(&headers), expected, "{header}");
        }
        assert_eq!(preferred(&HeaderMap::new()), Language::English);
    }
}
