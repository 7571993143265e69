//! Links that are sent by mail and prove an address: verification, password reset, change of address. A link holds a
//! token of 256 bits, is good for an hour and works once; the database keeps its hash.
//!
//! Invariant: a link works only for the address that it was sent to.

mod change_address;
mod issue_link;
mod reset_password;
mod use_link;
mod verify_address;

pub use change_address::{change_address, request_change};
pub use issue_link::{LINK_LASTS, issue_link};
pub use reset_password::{ResetRequest, request_reset, reset_password, send_reset_link};
pub(crate) use use_link::remove_links;
pub use use_link::{check_link, remove_expired_links};
pub use verify_address::{request_verification, verify_address};
