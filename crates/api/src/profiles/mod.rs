//! What people say about themselves.

mod change_own_profile;
mod show_profile;

pub(crate) use change_own_profile::{__path_change_own_profile, change_own_profile};
pub(crate) use show_profile::{__path_show_profile, show_profile};
