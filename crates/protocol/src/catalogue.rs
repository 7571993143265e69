//! Bodies of tracks and releases.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Picture;

/// Who made it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ArtistReference {
    /// The account's id.
    pub id: Uuid,
    /// The name that others see.
    pub display_name: String,
    /// The avatar.
    #[schema(required)]
    pub avatar: Option<Picture>,
}

/// The release that a track belongs to.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReleaseReference {
    /// The release's id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Its artwork.
    #[schema(required)]
    pub artwork: Option<Picture>,
}

/// Where a track stands between the file dialog and the listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrackState {
    /// Waits for its encode.
    Queued,
    /// Is being encoded.
    Encoding,
    /// Can be heard.
    Published,
    /// Could not be encoded.
    Failed,
}

/// Why a track could not be encoded.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Failure {
    /// Stable code for machines.
    pub code: String,
    /// A sentence for its creator.
    pub detail: String,
}

/// Where a published track is heard. Paths on this instance, immutable for this version of the track.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Playback {
    /// HLS multivariant playlist of the AAC renditions (RFC 8216).
    pub hls_url: String,
    /// HLS multivariant playlist of the FLAC rendition, when the source was lossless.
    #[schema(required)]
    pub lossless_hls_url: Option<String>,
    /// Peaks of the waveform (audiowaveform binary format, version 2).
    pub waveform_url: String,
    /// The best AAC rendition as one MP4 file, for players without HLS.
    pub progressive_url: String,
}

/// A track.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Track {
    /// UUIDv7.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Who made it.
    pub artist: ArtistReference,
    /// The release it belongs to.
    #[schema(required)]
    pub release: Option<ReleaseReference>,
    /// Its own artwork; without one, that of its release stands for it.
    #[schema(required)]
    pub artwork: Option<Picture>,
    /// Its place in the release, from 1.
    #[schema(required)]
    pub position: Option<i32>,
    /// Where it stands.
    pub state: TrackState,
    /// How far its encode is, 0 to 100.
    #[schema(minimum = 0, maximum = 100)]
    pub progress: i32,
    /// What the encode is doing: `probing`, `encoding`, `packaging` or `publishing`.
    #[schema(required)]
    pub stage: Option<String>,
    /// Why it failed.
    #[schema(required)]
    pub failure: Option<Failure>,
    /// Length in milliseconds, once it is known.
    #[schema(required)]
    pub duration_ms: Option<i64>,
    /// Integrated loudness in LUFS (EBU R 128); none for silence.
    #[schema(required)]
    pub loudness_lufs: Option<f64>,
    /// True peak in dBTP (ITU-R BS.1770).
    #[schema(required)]
    pub true_peak_dbtp: Option<f64>,
    /// Whether a lossless rendition exists.
    pub lossless: bool,
    /// Where it is heard, when it is published.
    #[schema(required)]
    pub playback: Option<Playback>,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
    /// When it was published.
    #[schema(required)]
    pub published_at: Option<DateTime<Utc>>,
}

/// A page of tracks, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TrackPage {
    /// The tracks.
    pub items: Vec<Track>,
    /// Give it as `cursor` to get the page behind; none on the last page.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// Changes a track's title.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameTrack {
    /// The new title, 1 to 200 characters.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
}

/// A release.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Release {
    /// UUIDv7.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Who made it.
    pub artist: ArtistReference,
    /// Its artwork.
    #[schema(required)]
    pub artwork: Option<Picture>,
    /// How many published tracks it has.
    pub track_count: i64,
    /// When it came out.
    pub released_at: DateTime<Utc>,
    /// Its published tracks in order; only where one release is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracks: Option<Vec<Track>>,
}

/// A page of releases, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReleasePage {
    /// The releases.
    pub items: Vec<Release>,
    /// Give it as `cursor` to get the page behind; none on the last page.
    #[schema(required)]
    pub next_cursor: Option<String>,
}
