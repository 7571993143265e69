//! Everything that a page shows of a track, looked up for a whole list at once.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};
use sillon_database::{
    Reads,
    entities::{account, job, picture, release, rendition, track, track_version},
    ids::VersionId,
    sea_orm,
};

use crate::{
    Failure,
    pictures::{Subject, shown_pictures},
};

/// A track with what belongs to it.
#[derive(Clone, Debug)]
pub struct TrackDescription {
    /// The track.
    pub track: track::Model,
    /// Its creator.
    pub artist: account::Model,
    /// The release it belongs to.
    pub release: Option<release::Model>,
    /// Its creator's avatar.
    pub avatar: Option<picture::Model>,
    /// Its own artwork.
    pub artwork: Option<picture::Model>,
    /// The artwork of its release.
    pub release_artwork: Option<picture::Model>,
    /// Its encode, as long as that is not published.
    pub encode: Option<job::Model>,
    /// What listeners hear.
    pub version: Option<track_version::Model>,
    /// Renditions of that version: AAC before FLAC, best first.
    pub renditions: Vec<rendition::Model>,
}

/// Looks everything up in six queries, however long the list is. The order stays.
pub async fn describe_tracks(tx: &impl Reads, tracks: Vec<track::Model>) -> Result<Vec<TrackDescription>, Failure> {
    let artists = by_key(
        tx,
        account::Entity::find().filter(account::Column::Id.is_in(tracks.iter().map(|track| track.creator_id))),
        |row| row.id,
    );
    let artists = artists.await?;
    let releases = by_key(
        tx,
        release::Entity::find().filter(release::Column::Id.is_in(tracks.iter().filter_map(|track| track.release_id))),
        |row| row.id,
    );
    let releases = releases.await?;
    let unpublished = tracks.iter().filter(|track| track.current_version_id.is_none());
    let encodes = by_key(
        tx,
        job::Entity::find().filter(job::Column::Id.is_in(unpublished.map(|track| track.encode_job_id))),
        |row| row.id,
    );
    let encodes = encodes.await?;
    let current: Vec<VersionId> = tracks.iter().filter_map(|track| track.current_version_id).collect();
    let versions = by_key(
        tx,
        track_version::Entity::find().filter(track_version::Column::Id.is_in(current.iter().copied())),
        |row| row.id,
    );
    let versions = versions.await?;
    let mut renditions = renditions_of(tx, &current).await?;
    let pictures = shown_pictures(tx, tracks.iter().flat_map(subjects_of)).await?;
    let describe = |track: track::Model| {
        let artist = artists.get(&track.creator_id).cloned();
        let artist = artist.ok_or_else(|| Failure::Broken(format!("track {} has no creator", track.id)))?;
        let shown = |subject: Subject| pictures.get(&subject).cloned();
        Ok(TrackDescription {
            artist,
            avatar: shown(Subject::Account(track.creator_id)),
            artwork: shown(Subject::Track(track.id)),
            release_artwork: track.release_id.and_then(|id| shown(Subject::Release(id))),
            release: track.release_id.and_then(|id| releases.get(&id).cloned()),
            encode: encodes.get(&track.encode_job_id).cloned(),
            version: track.current_version_id.and_then(|id| versions.get(&id).cloned()),
            renditions: track.current_version_id.and_then(|id| renditions.remove(&id)).unwrap_or_default(),
            track,
        })
    };
    tracks.into_iter().map(describe).collect()
}

fn subjects_of(track: &track::Model) -> impl Iterator<Item = Subject> + use<> {
    let release = track.release_id.map(Subject::Release);
    [Subject::Track(track.id), Subject::Account(track.creator_id)].into_iter().chain(release)
}

/// Looks everything up for one track.
pub async fn describe_track(tx: &impl Reads, track: track::Model) -> Result<TrackDescription, Failure> {
    let mut described = describe_tracks(tx, vec![track]).await?;
    described.pop().ok_or_else(|| Failure::Broken("a track was not described".to_owned()))
}

/// The renditions of these versions: AAC before FLAC, highest bit rate first.
pub(crate) async fn renditions_of(
    tx: &impl Reads,
    versions: &[VersionId],
) -> Result<HashMap<VersionId, Vec<rendition::Model>>, Failure> {
    let found = rendition::Entity::find().filter(rendition::Column::VersionId.is_in(versions.iter().copied()));
    let mut grouped: HashMap<VersionId, Vec<rendition::Model>> = HashMap::new();
    for row in found.all(tx.conn()).await? {
        grouped.entry(row.version_id).or_default().push(row);
    }
    for rows in grouped.values_mut() {
        rows.sort_by_key(|row| (row.codec == "flac", -row.average_bandwidth_bps));
    }
    Ok(grouped)
}

async fn by_key<E, K>(
    tx: &impl Reads,
    select: Select<E>,
    key: impl Fn(&E::Model) -> K,
) -> Result<HashMap<K, E::Model>, Failure>
where
    E: EntityTrait,
    K: Eq + std::hash::Hash,
{
    let rows = select.all(tx.conn()).await?;
    Ok(rows.into_iter().map(|row| (key(&row), row)).collect())
}
