//! The file that a creator uploaded; kept as the original.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::{TrackId, UploadId};

/// A row of `uploads`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "uploads")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UploadId,
    /// The track it became.
    pub track_id: TrackId,
    /// The name on the creator's machine.
    pub file_name: String,
    /// The container by its first bytes, such as `flac`.
    pub container: String,
    /// Size in bytes.
    pub size_bytes: i64,
    /// BLAKE3 of the content, 32 bytes.
    pub content_hash: Vec<u8>,
    /// Name of the file among the blobs.
    pub blob: String,
    /// When it arrived.
    pub created_at: DateTime<Utc>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
