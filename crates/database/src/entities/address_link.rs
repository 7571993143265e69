//! A link sent by mail that proves an address: the hash of its token, never the token.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, AddressLinkId};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Purpose {
    /// Proves the address of an account.
    #[sea_orm(string_value = "verify")]
    Verify,
    /// Sets a new password.
    #[sea_orm(string_value = "reset")]
    Reset,
    /// Makes an address that of the account.
    #[sea_orm(string_value = "change")]
    Change,
}

/// A row of `address_links`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "address_links")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AddressLinkId,
    /// Whose link it is.
    pub account_id: AccountId,
    /// What it is for.
    pub purpose: Purpose,
    /// The address that it was sent to.
    pub email: String,
    /// BLAKE3 of the token, 32 bytes.
    pub token_hash: Vec<u8>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
