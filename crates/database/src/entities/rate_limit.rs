//! A counter that nodes share. What it counts is hidden in its key; the rules live in the domain.

use sea_orm::entity::prelude::*;

/// A row of `rate_limits`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "rate_limits")]
pub struct Model {
    /// Hash of who and what, 16 bytes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    /// Of a budget: when everything that was asked for is paid off. Of attempts: when the last one began.
    /// Microseconds since 1970.
    pub paid_off_us: i64,
    /// Of attempts to sign in: how many since one succeeded.
    pub attempts: i32,
    /// From then on the row says nothing; microseconds since 1970.
    pub settled_at_us: i64,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
