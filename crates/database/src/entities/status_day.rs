//! How a part of the instance was on one day. The rules live in the domain.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

/// A row of `status_days`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "status_days")]
pub struct Model {
    /// Which part.
    #[sea_orm(primary_key, auto_increment = false)]
    pub component: String,
    /// The day, in UTC.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: NaiveDate,
    /// Minutes in which it worked.
    pub minutes_working: i32,
    /// Minutes in which it worked badly.
    pub minutes_degraded: i32,
    /// Minutes in which it did not.
    pub minutes_down: i32,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
