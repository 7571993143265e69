//! The cookie that holds the session's token.

use cookie::{Cookie, SameSite};
use http::HeaderValue;
use sillon_domain::{OpaqueToken, Settings};

pub(crate) const NAME: &str = "sillon_session";

/// `Set-Cookie` of a new session: not readable by scripts, not sent by other sites' forms, and only over TLS where the
/// instance has it.
pub fn session_cookie(settings: &Settings, token: &OpaqueToken) -> HeaderValue {
    let lasts = settings.session_lifetime.num_seconds();
    build(settings, token.reveal().to_owned(), lasts)
}

/// `Set-Cookie` that makes the browser forget the session.
pub fn clear_session_cookie(settings: &Settings) -> HeaderValue {
    build(settings, String::new(), 0)
}

fn build(settings: &Settings, value: String, max_age_s: i64) -> HeaderValue {
    let secure = settings.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    let mut cookie = Cookie::new(NAME, value);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(secure);
    let text = format!("{cookie}; Max-Age={max_age_s}");
    HeaderValue::from_str(&text).expect("a token in base64 and fixed attributes are a valid header value")
}
