//! The soft launch, for the people who run the instance.

mod list_invitations;
mod show_launch;

use sillon_domain::{Failure, database::entities::account::Role, sessions::Actor};
use sillon_protocol::ErrorCode;

pub(crate) use list_invitations::{__path_list_invitations, list_invitations};
pub(crate) use show_launch::{__path_show_launch, show_launch};

/// Refuses everybody else.
fn require_operator(actor: &Actor) -> Result<(), Failure> {
    if actor.account.role == Role::Admin {
        return Ok(());
    }
    Err(Failure::refused(ErrorCode::Forbidden, "This is for the people who run the instance."))
}
