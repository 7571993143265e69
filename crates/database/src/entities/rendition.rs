//! One rendition of a version: a single fragmented MP4 file.

use sea_orm::entity::prelude::*;

use crate::ids::{RenditionId, VersionId};

/// A row of `renditions`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "renditions")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RenditionId,
    /// The version it belongs to.
    pub version_id: VersionId,
    /// Its name in URLs, such as `aac-160`.
    pub name: String,
    /// `aac` or `flac`.
    pub codec: String,
    /// CODECS string (RFC 6381).
    pub codecs: String,
    /// Sample rate in Hz.
    pub sample_rate_hz: i32,
    /// Channels.
    pub channels: i32,
    /// Name of its file in the version's folder.
    pub file_name: String,
    /// Size of the file in bytes.
    pub size_bytes: i64,
    /// Where the initialization section begins.
    pub init_offset_bytes: i64,
    /// Length of the initialization section in bytes.
    pub init_length_bytes: i64,
    /// Samples before the first one of the source (encoder delay).
    pub priming_samples: i32,
    /// Samples per channel that are presented.
    pub samples: i64,
    /// Ticks of a second in the segments' times.
    pub timescale_hz: i32,
    /// Bit rate of the largest segment, bit/s.
    pub peak_bandwidth_bps: i64,
    /// Mean bit rate, bit/s.
    pub average_bandwidth_bps: i64,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
