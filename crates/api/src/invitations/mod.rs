//! What invited people can do without an account. Redeeming an invitation is a part of sign-up.

mod decline_invitation;

pub(crate) use decline_invitation::{__path_decline_invitation, decline_invitation};
