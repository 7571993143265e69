//! The instance's day, over all tracks: rolled up from plays, tracks and accounts.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

/// A row of `instance_days`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "instance_days")]
pub struct Model {
    /// The day, in UTC.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: NaiveDate,
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
    /// Tracks that were uploaded and are still there.
    pub uploads: i64,
    /// Accounts that were made and are still there.
    pub sign_ups: i64,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
