//! Releases: ordered sets of tracks with artwork.

mod create_release;
mod find_release;
mod join_release;
mod list_releases;

pub use create_release::{NewRelease, create_release};
pub use find_release::{ReleaseDescription, describe_release, describe_releases, find_release, find_shown_release};
pub use join_release::TaggedRelease;
pub(crate) use join_release::join_release;
pub use list_releases::{ReleasePage, list_releases};
