//! Bodies of play events and statistics.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What happened in a play.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlayEventKind {
    /// Sound comes out.
    Start,
    /// 30 s, or half the track where that is less, were heard.
    Reached,
    /// The end of the track was heard.
    End,
    /// The listener went on to something else, or closed the page.
    Skip,
}

/// One event about a play.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlayEvent {
    /// A random UUID that the player chooses at the start and gives in every event of the play.
    pub play_id: Uuid,
    /// The track.
    pub track_id: Uuid,
    /// What happened.
    pub kind: PlayEventKind,
    /// Time from the start of the play until this request is sent, in milliseconds.
    pub elapsed_ms: u64,
    /// Time heard until the event, in milliseconds: the time in which sound came out.
    pub heard_ms: u64,
}

/// Some events, in any order. Sending them again changes nothing.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlayEvents {
    /// A random UUID of this visit; it stands for the listener where nobody is signed in, and is not stored.
    pub visit_id: Uuid,
    /// 1 to 50 events.
    #[schema(min_items = 1, max_items = 50)]
    pub events: Vec<PlayEvent>,
}

/// Why an event is not part of any statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlayEventIgnored {
    /// The browser asks not to be counted (`Sec-GPC` or `DNT`).
    NotToBeCounted,
    /// No such track can be heard.
    NoSuchTrack,
    /// Creators who listen to their own tracks are not counted.
    OwnTrack,
    /// The day of the play is over.
    TooLate,
    /// The play is of another track.
    OtherTrack,
}

/// What became of the events.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlayEventsTaken {
    /// How many are part of their plays now.
    pub taken: usize,
    /// Why the others are not, in their order.
    pub ignored: Vec<PlayEventIgnored>,
}

/// What was counted.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct ListeningNumbers {
    /// Plays that counted: 30 s, or half the track where that is less, were heard.
    pub plays: i64,
    /// Listeners of these plays. Nobody can be recognised on another day: over several days, each counts once a day.
    pub listeners: i64,
    /// Plays that counted and were heard to the end.
    pub completions: i64,
    /// Plays that were left before they counted.
    pub skips: i64,
    /// Plays that began, whether they counted or not.
    pub starts: i64,
    /// Time heard in milliseconds, whether it counted or not.
    pub heard_ms: i64,
}

/// The numbers of a day.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct ListeningDay {
    /// The UTC day.
    pub day: NaiveDate,
    /// Its numbers.
    #[serde(flatten)]
    pub numbers: ListeningNumbers,
}

/// The numbers of a track.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ListeningTrack {
    /// The track's id.
    pub id: Uuid,
    /// Its title; none when it has been deleted.
    #[schema(required)]
    pub title: Option<String>,
    /// Its numbers.
    #[serde(flatten)]
    pub numbers: ListeningNumbers,
}

/// Statistics of a track.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TrackStatistics {
    /// The track's id.
    pub track_id: Uuid,
    /// Its title.
    pub title: String,
    /// When the newest day was counted; none when none was.
    #[schema(required)]
    pub counted_at: Option<DateTime<Utc>>,
    /// The whole period.
    pub totals: ListeningNumbers,
    /// Every day of the period, in order.
    pub days: Vec<ListeningDay>,
}

/// Statistics of a creator, over all tracks.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct CreatorStatistics {
    /// When the newest day was counted; none when none was.
    #[schema(required)]
    pub counted_at: Option<DateTime<Utc>>,
    /// The whole period. Listeners are fewer than the tracks' together where somebody heard several.
    pub totals: ListeningNumbers,
    /// Every day of the period, in order.
    pub days: Vec<ListeningDay>,
    /// Every track that was begun in the period, the one with the most plays first.
    pub tracks: Vec<ListeningTrack>,
}
