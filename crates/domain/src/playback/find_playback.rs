//! Look-ups by the parts of a media URL: version, rendition, number of the segment.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};
use sillon_database::{
    Reads,
    entities::{rendition, segment, track_version},
    ids::{RenditionId, VersionId},
    sea_orm,
};

use crate::{Failure, leaving::tracks_of_leaving, tracks::renditions_of};

/// A rendition and the folder in which its file lies.
#[derive(Clone, Debug)]
pub struct RenditionFile {
    /// Name of the folder among the versions.
    pub folder: String,
    /// The rendition.
    pub rendition: rendition::Model,
}

/// A segment's bytes.
#[derive(Clone, Debug)]
pub struct SegmentRange {
    /// The file.
    pub file: RenditionFile,
    /// The range in it.
    pub segment: segment::Model,
}

/// A version with its renditions, AAC before FLAC, best first.
pub async fn find_version(
    tx: &impl Reads,
    id: VersionId,
) -> Result<Option<(track_version::Model, Vec<rendition::Model>)>, Failure> {
    let Some(version) = playable(id).one(tx.conn()).await? else { return Ok(None) };
    let renditions = renditions_of(tx, &[id]).await?.remove(&id).unwrap_or_default();
    Ok(Some((version, renditions)))
}

/// A rendition of a version by its name.
pub async fn find_rendition(tx: &impl Reads, version: VersionId, name: &str) -> Result<Option<RenditionFile>, Failure> {
    let named = rendition::Entity::find()
        .filter(rendition::Column::VersionId.eq(version))
        .filter(rendition::Column::Name.eq(name))
        .one(tx.conn())
        .await?;
    let Some(rendition) = named else { return Ok(None) };
    let version = playable(version).one(tx.conn()).await?;
    Ok(version.map(|version| RenditionFile { folder: version.folder, rendition }))
}

/// One segment of a rendition, by its number from 0.
pub async fn find_segment(
    tx: &impl Reads,
    version: VersionId,
    name: &str,
    number: i32,
) -> Result<Option<SegmentRange>, Failure> {
    let Some(file) = find_rendition(tx, version, name).await? else { return Ok(None) };
    let segment = segment::Entity::find_by_id((file.rendition.id, number)).one(tx.conn()).await?;
    Ok(segment.map(|segment| SegmentRange { file, segment }))
}

/// The version, unless its creator is leaving.
fn playable(id: VersionId) -> Select<track_version::Entity> {
    let hidden = tracks_of_leaving();
    track_version::Entity::find_by_id(id).filter(track_version::Column::TrackId.not_in_subquery(hidden))
}

/// All segments of a rendition in order.
pub async fn segments_of(tx: &impl Reads, rendition: RenditionId) -> Result<Vec<segment::Model>, Failure> {
    let segments = segment::Entity::find()
        .filter(segment::Column::RenditionId.eq(rendition))
        .order_by_asc(segment::Column::Number);
    Ok(segments.all(tx.conn()).await?)
}
