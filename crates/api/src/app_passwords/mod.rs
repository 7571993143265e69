//! App passwords of the signed-in person.

mod create_app_password;
mod list_app_passwords;
mod present_app_password;
mod remove_app_password;

pub(crate) use create_app_password::{__path_create_app_password, create_app_password};
pub(crate) use list_app_passwords::{__path_list_app_passwords, list_app_passwords};
pub(crate) use remove_app_password::{__path_remove_app_password, remove_app_password};
