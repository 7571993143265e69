//! API tokens of the signed-in person.

mod create_api_token;
mod list_api_tokens;
mod present_api_token;
mod remove_api_token;

pub(crate) use create_api_token::{__path_create_api_token, create_api_token};
pub(crate) use list_api_tokens::{__path_list_api_tokens, list_api_tokens};
pub(crate) use remove_api_token::{__path_remove_api_token, remove_api_token};
