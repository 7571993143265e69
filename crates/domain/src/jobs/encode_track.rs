//! The payload of the job that makes an upload audible.

use serde::{Deserialize, Serialize};
use sillon_database::ids::TrackId;

use super::{JobKind, Queue};

/// Encodes the upload of a track and publishes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EncodeTrack {
    /// The track.
    pub track_id: TrackId,
}

impl JobKind for EncodeTrack {
    const KIND: &'static str = "encode_track";
    const QUEUE: Queue = Queue::Encode;
    const MAX_ATTEMPTS: i32 = 3;

    fn unique_key(&self) -> Option<String> {
        Some(format!("encode_track:{}", self.track_id))
    }
}
