//! Tracks: from the upload through the encode to the published version, and back to nothing.

mod begin_encode;
mod delete_track;
mod describe_tracks;
mod fail_track;
mod find_track;
mod list_tracks;
mod publish_version;
mod rename_track;
mod tell_creator;

pub use begin_encode::{EncodeSource, begin_encode};
pub use delete_track::{DeletedTrack, delete_track};
pub(crate) use describe_tracks::renditions_of;
pub use describe_tracks::{TrackDescription, describe_track, describe_tracks};
pub(crate) use fail_track::mark_encode_cancelled;
pub use fail_track::{TrackFailure, fail_track};
pub use find_track::{find_track, find_visible_track};
pub use list_tracks::{TrackPage, list_own_tracks, list_published_tracks, tracks_of_release};
pub use publish_version::{EncodedRendition, EncodedSegment, EncodedVersion, publish_version};
pub use rename_track::rename_track;
