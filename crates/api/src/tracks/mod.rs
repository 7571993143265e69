//! Tracks. Their upload and their sound belong to the streaming role.

mod delete_track;
mod list_own_tracks;
mod list_tracks;
mod present_page;
mod rename_track;
mod show_track;

pub(crate) use delete_track::{__path_delete_track, delete_track};
pub(crate) use list_own_tracks::{__path_list_own_tracks, list_own_tracks};
pub(crate) use list_tracks::{__path_list_tracks, list_tracks};
pub(crate) use rename_track::{__path_rename_track, rename_track};
pub(crate) use show_track::{__path_show_track, show_track};
