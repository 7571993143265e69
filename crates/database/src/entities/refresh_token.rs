//! A refresh token of a client, living or used. The rules of its family are in the domain.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::SessionId;

/// A row of `refresh_tokens`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_tokens")]
pub struct Model {
    /// BLAKE3 of the token, 32 bytes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    /// The family: the session that it keeps alive.
    pub session_id: SessionId,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was exchanged; none while it lives.
    pub used_at: Option<DateTime<Utc>>,
    /// What it was exchanged for, readable only with the token itself.
    pub successor_sealed: Option<Vec<u8>>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
