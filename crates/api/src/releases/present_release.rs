//! A release as clients see it.

use sillon_domain::releases::ReleaseDescription;
use sillon_http::ArtworkPath;
use sillon_protocol::{ArtistReference, Release, Track};

/// Converts a description; tracks are given where one release is shown.
pub(crate) fn present_release(described: ReleaseDescription, tracks: Option<Vec<Track>>) -> Release {
    let ReleaseDescription { release, artist, track_count } = described;
    Release {
        id: release.id.0,
        artwork_url: release.artwork_blob.map(|_| ArtworkPath(release.id).to_string()),
        title: release.title,
        artist: ArtistReference { id: artist.id.0, display_name: artist.display_name },
        track_count,
        released_at: release.released_at,
        tracks,
    }
}
