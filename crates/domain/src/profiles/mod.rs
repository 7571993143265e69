//! What people say about themselves, and who may read it. How they sign in belongs to accounts.

mod change_profile;
mod find_profile;

pub use change_profile::{ProfileChange, change_profile};
pub use find_profile::{find_profile, links_of};
