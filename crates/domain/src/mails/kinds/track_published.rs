//! To a creator whose track can be heard.

use serde::Serialize;
use sillon_database::ids::TrackId;

use crate::mails::{Category, Mail};

/// The track is encoded and published.
#[derive(Clone, Debug, Serialize)]
pub struct TrackPublished {
    /// The track.
    pub track_id: TrackId,
    /// Its title.
    pub track_title: String,
}

impl Mail for TrackPublished {
    const TEMPLATE: &'static str = "track_published";
    const CATEGORY: Category = Category::Music;

    fn example() -> Self {
        Self { track_id: super::example_track_id(), track_title: "L’été à Brest".to_owned() }
    }
}
