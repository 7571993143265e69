//! One play of a track: what the events about it add up to. Counting rules live in the domain.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, PlayId, TrackId};

/// A row of `plays`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "plays")]
pub struct Model {
    /// Primary key, chosen by the player.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PlayId,
    /// The track, which may have been deleted since.
    pub track_id: TrackId,
    /// Whose track it is.
    pub creator_id: AccountId,
    /// The UTC day it belongs to.
    pub day: NaiveDate,
    /// Who listened, as a hash under the day's salt, 16 bytes.
    pub listener: Vec<u8>,
    /// When it began: the latest that any of its events says.
    pub started_at: DateTime<Utc>,
    /// When its last event arrived.
    pub seen_at: DateTime<Utc>,
    /// Length of the track when the play began, in milliseconds.
    pub duration_ms: i64,
    /// Time heard from which it counts, in milliseconds.
    pub threshold_ms: i64,
    /// Most time heard that any of its events claims, in milliseconds.
    pub claimed_ms: i64,
    /// Time heard, within the bounds, in milliseconds.
    pub heard_ms: i64,
    /// Whether it was heard to the end.
    pub ended: bool,
    /// Whether the listener went on to something else.
    pub skipped: bool,
    /// When it counted. Invariant: set exactly when `heard_ms` reaches `threshold_ms`.
    pub counted_at: Option<DateTime<Utc>>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
