//! The second factor of an account.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::AccountId;

/// A row of `two_factors`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "two_factors")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// The TOTP secret (RFC 6238), sealed with a key of the instance.
    pub secret_sealed: Vec<u8>,
    /// When it was turned on; none while it is being set up.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// The last time step whose code was accepted.
    pub last_step: i64,
    /// Wrong codes since the last right one.
    pub failures: i32,
    /// No code is looked at before this instant.
    pub blocked_until: Option<DateTime<Utc>>,
    /// When its secret was made.
    pub created_at: DateTime<Utc>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
