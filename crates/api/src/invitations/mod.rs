//! What invited people can do without an account. Redeeming an invitation is a part of sign-up.

mod decline_invitation;
mod open_decline;

pub(crate) use decline_invitation::{__path_decline_invitation, decline_invitation};
pub(crate) use open_decline::{__path_open_decline, open_decline};
