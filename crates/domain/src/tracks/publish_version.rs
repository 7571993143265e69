//! The publish transaction: the only way in which listeners get to hear anything.
//!
//! Invariant: a version becomes current in the transaction that completes its job under its lease. A job that lost its
//! lease publishes nothing, and a job publishes at most once (`track_versions.job_id` is unique).

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        rendition, segment,
        track::{self, State},
        track_version, upload,
    },
    ids::{RenditionId, TrackId, VersionId},
    sea_orm,
};

use super::{find_track, tell_creator::tell_of_publication};
use crate::{
    Clock, Failure,
    jobs::{Lease, complete_job},
    releases::{TaggedRelease, join_release},
    uploads::title_from_file_name,
};

const SEGMENTS_PER_INSERT: usize = 500;

/// An encode whose files lie, synced, in a folder that no row names yet.
#[derive(Clone, Debug)]
pub struct EncodedVersion {
    /// The track.
    pub track_id: TrackId,
    /// Name of the folder among the versions.
    pub folder: String,
    /// The title in the file's tags, if it has one: it replaces a title that was made of the file's name.
    pub tagged_title: Option<String>,
    /// The release that the file's tags name: a track without a release joins it.
    pub tagged_release: Option<TaggedRelease>,
    /// Codec of the source.
    pub source_codec: String,
    /// Sample rate of the source in Hz.
    pub sample_rate_hz: i32,
    /// Channels of the source.
    pub channels: i32,
    /// Bits of a sample, for lossless sources.
    pub bits_per_sample: Option<i32>,
    /// Whether the source is lossless.
    pub lossless: bool,
    /// Samples per channel.
    pub samples: i64,
    /// Length in milliseconds.
    pub duration_ms: i64,
    /// MD5 of the decoded samples.
    pub pcm_md5: String,
    /// Integrated loudness in LUFS.
    pub integrated_lufs: Option<f64>,
    /// Loudness range in LU.
    pub loudness_range_lu: Option<f64>,
    /// True peak in dBTP.
    pub true_peak_dbtp: Option<f64>,
    /// The renditions, best for starting first.
    pub renditions: Vec<EncodedRendition>,
}

/// A rendition with its segments.
#[derive(Clone, Debug)]
pub struct EncodedRendition {
    /// The row, but for its ids.
    pub row: rendition::Model,
    /// Its segments in order.
    pub segments: Vec<EncodedSegment>,
}

/// A byte range of the rendition's file.
#[derive(Clone, Copy, Debug)]
pub struct EncodedSegment {
    /// Where it begins.
    pub offset_bytes: i64,
    /// Its length in bytes.
    pub length_bytes: i64,
    /// Decode time of its first sample, in ticks.
    pub start_ticks: i64,
    /// Its length in ticks.
    pub duration_ticks: i64,
}

/// Publishes: completes the job under its lease, inserts version, renditions and segments, makes the version current, and
/// tells the creator when it is the first.
/// None when the lease was lost or the track is gone; the caller then rolls back and removes the folder.
/// With a version that it replaces, its folder is left to the sweep, since listeners may be in the middle of it.
pub async fn publish_version(
    tx: &mut WriteTx,
    clock: &Clock,
    lease: Lease,
    encoded: EncodedVersion,
) -> Result<Option<VersionId>, Failure> {
    if !complete_job(tx, clock, lease).await? {
        return Ok(None);
    }
    let version_id = VersionId::new(clock.now());
    insert_version(tx, clock, lease, version_id, &encoded).await?;
    for rendition in encoded.renditions {
        insert_rendition(tx, clock, version_id, rendition).await?;
    }
    let is_first = !has_current_version(tx, encoded.track_id).await?;
    if !switch_current_version(tx, clock, encoded.track_id, version_id, encoded.tagged_title).await? {
        return Ok(None);
    }
    if let Some(tagged) = encoded.tagged_release
        && let Some(track) = find_track(tx, encoded.track_id).await?
    {
        join_release(tx, clock, &track, &tagged).await?;
    }
    if is_first {
        tell_of_publication(tx, clock, encoded.track_id).await?;
    }
    Ok(Some(version_id))
}

async fn insert_version(
    tx: &mut WriteTx,
    clock: &Clock,
    lease: Lease,
    id: VersionId,
    encoded: &EncodedVersion,
) -> Result<(), Failure> {
    let row = track_version::ActiveModel {
        id: Set(id),
        track_id: Set(encoded.track_id),
        job_id: Set(lease.job_id),
        folder: Set(encoded.folder.clone()),
        source_codec: Set(encoded.source_codec.clone()),
        sample_rate_hz: Set(encoded.sample_rate_hz),
        channels: Set(encoded.channels),
        bits_per_sample: Set(encoded.bits_per_sample),
        lossless: Set(encoded.lossless),
        samples: Set(encoded.samples),
        duration_ms: Set(encoded.duration_ms),
        pcm_md5: Set(encoded.pcm_md5.clone()),
        integrated_lufs: Set(encoded.integrated_lufs),
        loudness_range_lu: Set(encoded.loudness_range_lu),
        true_peak_dbtp: Set(encoded.true_peak_dbtp),
        created_at: Set(clock.now()),
    };
    track_version::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

async fn insert_rendition(
    tx: &mut WriteTx,
    clock: &Clock,
    version_id: VersionId,
    encoded: EncodedRendition,
) -> Result<(), Failure> {
    let id = RenditionId::new(clock.now());
    let row: rendition::ActiveModel = rendition::Model { id, version_id, ..encoded.row }.into();
    rendition::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    let rows: Vec<segment::ActiveModel> = (0..)
        .zip(&encoded.segments)
        .map(|(number, part)| segment::ActiveModel {
            rendition_id: Set(id),
            number: Set(number),
            offset_bytes: Set(part.offset_bytes),
            length_bytes: Set(part.length_bytes),
            start_ticks: Set(part.start_ticks),
            duration_ticks: Set(part.duration_ticks),
        })
        .collect();
    for chunk in rows.chunks(SEGMENTS_PER_INSERT) {
        segment::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

async fn switch_current_version(
    tx: &mut WriteTx,
    clock: &Clock,
    track_id: TrackId,
    version_id: VersionId,
    tagged_title: Option<String>,
) -> Result<bool, Failure> {
    let mut switch = track::Entity::update_many()
        .col_expr(track::Column::State, Expr::value(State::Published))
        .col_expr(track::Column::CurrentVersionId, Expr::value(version_id))
        .col_expr(track::Column::PublishedAt, Expr::value(clock.now()))
        .filter(track::Column::Id.eq(track_id));
    if let Some(title) = tagged_title
        && keeps_first_title(tx, track_id).await?
    {
        switch = switch.col_expr(track::Column::Title, Expr::value(title));
    }
    Ok(switch.exec(tx.conn()).await?.rows_affected == 1)
}

async fn has_current_version(tx: &WriteTx, track_id: TrackId) -> Result<bool, Failure> {
    Ok(find_track(tx, track_id).await?.is_some_and(|track| track.current_version_id.is_some()))
}

/// Whether the title is still the one that was made of the file's name; a title that a person wrote stays.
async fn keeps_first_title(tx: &WriteTx, track_id: TrackId) -> Result<bool, Failure> {
    let track = track::Entity::find_by_id(track_id).one(tx.conn()).await?;
    let upload = upload::Entity::find().filter(upload::Column::TrackId.eq(track_id)).one(tx.conn()).await?;
    let both = track.zip(upload);
    Ok(both.is_some_and(|(track, upload)| track.title == title_from_file_name(&upload.file_name)))
}
