//! The cookie that holds the session's token.

use cookie::{Cookie, SameSite};
use http::HeaderValue;
use sillon_domain::{OpaqueToken, Settings};

/// With TLS the prefix makes browsers refuse the cookie from anything but this host over TLS (RFC 6265bis, 4.1.3.2):
/// neighbours on other subdomains cannot plant a session.
pub(crate) fn cookie_name(settings: &Settings) -> &'static str {
    if has_tls(settings) { "__Host-sillon_session" } else { "sillon_session" }
}

fn has_tls(settings: &Settings) -> bool {
    settings.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
}

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
    let mut cookie = Cookie::new(cookie_name(settings), value);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(has_tls(settings));
    let text = format!("{cookie}; Max-Age={max_age_s}");
    HeaderValue::from_str(&text).expect("a token in base64 and fixed attributes are a valid header value")
}
