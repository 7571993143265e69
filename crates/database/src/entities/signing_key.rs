//! A key that signs access tokens (Ed25519, RFC 8032).

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::SigningKeyId;

/// A row of `signing_keys`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_keys")]
pub struct Model {
    /// Primary key; the `kid` of tokens.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SigningKeyId,
    /// Counts the keys, from 1.
    pub generation: i32,
    /// The secret key, sealed with a key of the instance.
    pub secret_sealed: Vec<u8>,
    /// The public key, 32 bytes.
    pub public_key: Vec<u8>,
    /// When it begins to sign.
    pub signs_from: DateTime<Utc>,
    /// When it stops signing.
    pub signs_until: DateTime<Utc>,
    /// When nothing that it signed can still be valid.
    pub verifies_until: DateTime<Utc>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
