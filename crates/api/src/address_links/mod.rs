//! Links that are sent by mail and prove an address.

mod change_address;
mod request_change;
mod request_reset;
mod request_verification;
mod reset_password;
mod verify_address;

pub(crate) use change_address::{__path_change_address, change_address};
pub(crate) use request_change::{__path_request_change, request_change};
pub(crate) use request_reset::{__path_request_reset, request_reset};
pub(crate) use request_verification::{__path_request_verification, request_verification};
pub(crate) use reset_password::{__path_reset_password, reset_password};
pub(crate) use verify_address::{__path_verify_address, verify_address};
