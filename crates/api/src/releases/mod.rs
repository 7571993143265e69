//! Releases. Their artwork belongs to the streaming role.

mod list_releases;
mod present_release;
mod show_release;

pub(crate) use list_releases::{__path_list_releases, list_releases};
pub(crate) use show_release::{__path_show_release, show_release};
