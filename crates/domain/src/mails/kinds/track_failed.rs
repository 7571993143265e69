//! To a creator whose track cannot be encoded.

use serde::Serialize;
use sillon_database::ids::TrackId;

use crate::mails::{Category, Mail};

/// The track cannot be encoded, and why.
#[derive(Clone, Debug, Serialize)]
pub struct TrackFailed {
    /// The track.
    pub track_id: TrackId,
    /// Its title.
    pub track_title: String,
    /// Stable code of the reason, for which the templates have a sentence.
    pub reason_code: String,
}

impl Mail for TrackFailed {
    const TEMPLATE: &'static str = "track_failed";
    const CATEGORY: Category = Category::Music;

    fn example() -> Self {
        Self {
            track_id: super::example_track_id(),
            track_title: "L’été à Brest".to_owned(),
            reason_code: "media.damaged".to_owned(),
        }
    }
}
