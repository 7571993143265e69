//! Invitations to the beta: made for an address, sent by mail, redeemed once at sign-up, or declined.
//! Files, mail and command lines do not belong here; they are in the launch role.

mod code;
mod create_invitation;
mod decline_invitation;
mod find_invitation;
mod forget_person;
mod mark_activity;
mod record_delivery;
mod redeem_invitation;
mod remove_expired_invitations;

pub use code::InvitationCode;
pub use create_invitation::{Invited, NewInvitation, create_invitation};
pub use decline_invitation::{decline_for, decline_invitation, forget_no, unwilling_among};
pub use find_invitation::{invitation_by_id, invitations_of_addresses, list_invitations};
pub(crate) use forget_person::forget_person;
pub(crate) use mark_activity::{mark_played, mark_return, mark_uploaded};
pub use record_delivery::{begin_sending, record_delivery};
pub use redeem_invitation::{bind_invitation, redeem_invitation};
pub use remove_expired_invitations::remove_expired_invitations;
