//! Passwords that programs get, so that they do not need the real one: generated, shown once, revoked one by one.
//! They sign in a client (`access_tokens`) and do nothing else.

mod create_app_password;
mod find_app_password;

pub use create_app_password::{create_app_password, list_app_passwords, remove_app_password, remove_app_passwords};
pub(crate) use find_app_password::{find_app_password, looks_like_app_password};

/// Groups of an app password: 100 random bits.
const GROUPS: usize = 7;
