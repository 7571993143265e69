//! Tokens of programs.

mod present_tokens;
mod refresh_tokens;
mod request_tokens;
mod show_keys;

pub(crate) use refresh_tokens::{__path_refresh_tokens, refresh_tokens};
pub(crate) use request_tokens::{__path_request_tokens, request_tokens};
pub(crate) use show_keys::{__path_show_keys, show_keys};
