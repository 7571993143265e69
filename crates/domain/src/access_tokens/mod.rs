//! Tokens of programs: short access tokens that are signed, refresh tokens that are exchanged, API tokens with scopes.
//! The sessions behind them are a noun of their own: a token is good as long as its session is.

mod api_tokens;
mod grant_tokens;
mod refresh_tokens;
mod signed_token;
mod signing_keys;

pub use api_tokens::{API_TOKEN_PREFIX, NewApiToken, create_api_token};
pub(crate) use api_tokens::{refuse_more_than_most, valid_name};
pub use grant_tokens::{Grant, Login, grant_tokens, refresh_tokens};
pub use refresh_tokens::{REUSE_GRACE, Refreshed, rotate_refresh_token};
pub use signed_token::{Service, resume_access_token};
pub use signing_keys::{published_keys, remove_old_keys};

/// How long an access token is good. Ending its session ends it at once.
pub const ACCESS_TOKEN_LASTS: chrono::TimeDelta = chrono::TimeDelta::minutes(10);
