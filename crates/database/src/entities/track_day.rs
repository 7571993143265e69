//! A track's day: rolled up from plays.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, TrackId};

/// A row of `track_days`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "track_days")]
pub struct Model {
    /// The track, which may have been deleted since.
    #[sea_orm(primary_key, auto_increment = false)]
    pub track_id: TrackId,
    /// The day, in UTC.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: NaiveDate,
    /// Whose track it is.
    pub creator_id: AccountId,
    /// Plays that began.
    pub starts: i64,
    /// Plays that counted.
    pub plays: i64,
    /// Listeners of plays that counted, each once.
    pub listeners: i64,
    /// Plays that counted and were heard to the end.
    pub completions: i64,
    /// Plays that were left before they counted.
    pub skips: i64,
    /// Time heard, whether it counted or not, in milliseconds.
    pub heard_ms: i64,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
