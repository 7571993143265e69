//! The one HTTP client of a process: time limits, no redirects (a login page is no answer), no proxy from the
//! environment, TLS by rustls with the system's certificates.

use std::time::Duration;

use reqwest::{Client, redirect::Policy};

const CONNECT_LIMIT: Duration = Duration::from_secs(10);
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Makes it. It is made once, at start-up, and passed in.
pub fn http_client() -> Result<Client, reqwest::Error> {
    http_client_within(TIME_LIMIT)
}

/// The same with another time limit for a whole answer.
pub fn http_client_within(limit: Duration) -> Result<Client, reqwest::Error> {
    // Another part of the process may have chosen already; then it was the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .connect_timeout(CONNECT_LIMIT.min(limit))
        .timeout(limit)
        .redirect(Policy::none())
        .no_proxy()
        .user_agent(concat!("sillon-launch/", env!("CARGO_PKG_VERSION")))
        .build()
}
