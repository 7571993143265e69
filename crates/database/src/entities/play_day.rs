//! A UTC day of listening: its salt while it goes on, and how far its numbers are.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

/// A row of `play_days`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "play_days")]
pub struct Model {
    /// The day, in UTC.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: NaiveDate,
    /// 32 random bytes that make listeners' hashes. Invariant: none once the day is final.
    pub salt: Option<Vec<u8>>,
    /// When its plays were last rolled up.
    pub rolled_up_at: Option<DateTime<Utc>>,
    /// When it was rolled up for good: from then on no event is taken for it.
    pub final_at: Option<DateTime<Utc>>,
    /// When its plays were removed: from then on it cannot be rolled up again.
    pub pruned_at: Option<DateTime<Utc>>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
