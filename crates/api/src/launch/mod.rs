//! The soft launch, for the people who run the instance.

mod list_invitations;
mod show_launch;

pub(crate) use list_invitations::{__path_list_invitations, list_invitations};
pub(crate) use show_launch::{__path_show_launch, show_launch};
