//! Releases and their artwork.

mod list_releases;
mod present_release;
mod show_artwork;
mod show_release;

pub(crate) use list_releases::{__path_list_releases, list_releases};
pub(crate) use show_artwork::{__path_show_artwork, show_artwork};
pub(crate) use show_release::{__path_show_release, show_release};
