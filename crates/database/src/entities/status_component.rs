//! How a part of the instance is now. The rules live in the domain.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// How well a part works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// As it should.
    #[sea_orm(string_value = "working")]
    Working,
    /// Slowly, or with failures now and then.
    #[sea_orm(string_value = "degraded")]
    Degraded,
    /// Not at all.
    #[sea_orm(string_value = "down")]
    Down,
}

/// A row of `status_components`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "status_components")]
pub struct Model {
    /// Which part.
    #[sea_orm(primary_key, auto_increment = false)]
    pub component: String,
    /// How it is.
    pub state: State,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When it was looked at last.
    pub checked_at: DateTime<Utc>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
