//! One encode of a track: the source's measurements and the folder of its renditions.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::{JobId, TrackId, VersionId};

/// A row of `track_versions`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "track_versions")]
pub struct Model {
    /// Primary key; part of every media URL.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VersionId,
    /// The track it is a version of.
    pub track_id: TrackId,
    /// The job that made it. Unique: a job publishes once.
    pub job_id: JobId,
    /// Name of its folder among the blobs.
    pub folder: String,
    /// The codec of the source, such as `vorbis`.
    pub source_codec: String,
    /// Sample rate of the source in Hz.
    pub sample_rate_hz: i32,
    /// Channels of the source.
    pub channels: i32,
    /// Bits of a sample of the source, for lossless codecs.
    pub bits_per_sample: Option<i32>,
    /// Whether the source's codec is lossless.
    pub lossless: bool,
    /// Samples per channel of the source.
    pub samples: i64,
    /// Length in milliseconds.
    pub duration_ms: i64,
    /// MD5 of the decoded samples, 32 hexadecimal digits.
    pub pcm_md5: String,
    /// Integrated loudness in LUFS (EBU R 128); none for silence.
    pub integrated_lufs: Option<f64>,
    /// Loudness range in LU (EBU Tech 3342).
    pub loudness_range_lu: Option<f64>,
    /// True peak in dBTP (ITU-R BS.1770).
    pub true_peak_dbtp: Option<f64>,
    /// When it was published.
    pub created_at: DateTime<Utc>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
