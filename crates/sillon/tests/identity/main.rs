//! How people and programs sign in, and how that ends: links from mails, sessions, tokens, the second factor.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

mod app_passwords;
mod authenticator;
mod contents;
mod every_write;
mod links;
mod passwords;
mod profiles;
mod sessions;
mod timing;
mod tokens;
mod two_factor;
