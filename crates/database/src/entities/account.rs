//! A person's account. Rules about accounts live in the domain.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::AccountId;

/// A row of `accounts`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// The address as it was typed.
    pub email: String,
    /// The address in the form that is compared: one account per key.
    pub email_key: String,
    /// The name that others see.
    pub display_name: String,
    /// PHC string of Argon2id (RFC 9106).
    pub password_hash: String,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// Since when it may not sign in; none: it may.
    pub suspended_at: Option<DateTime<Utc>>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
