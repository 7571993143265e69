//! A release as clients see it.

use sillon_domain::releases::ReleaseDescription;
use sillon_http::{present_artist, present_picture};
use sillon_protocol::{Release, Track};

/// Converts a description; tracks are given where one release is shown.
pub(crate) fn present_release(described: ReleaseDescription, tracks: Option<Vec<Track>>) -> Release {
    let ReleaseDescription { release, artist, avatar, artwork, track_count } = described;
    Release {
        id: release.id.0,
        artwork: artwork.as_ref().and_then(present_picture),
        title: release.title,
        artist: present_artist(artist, avatar.as_ref()),
        track_count,
        released_at: release.released_at,
        tracks,
    }
}
