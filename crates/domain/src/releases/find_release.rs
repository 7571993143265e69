//! Look-ups of releases and of what a page shows of them.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use sillon_database::{
    Reads,
    entities::{
        account, picture, release,
        track::{self, State},
    },
    ids::ReleaseId,
    sea_orm,
};

use crate::{
    Failure,
    leaving::leaving_accounts,
    pictures::{Subject, shown_pictures},
};

/// A release with what belongs to it.
#[derive(Clone, Debug)]
pub struct ReleaseDescription {
    /// The release.
    pub release: release::Model,
    /// Its creator.
    pub artist: account::Model,
    /// Its creator's avatar.
    pub avatar: Option<picture::Model>,
    /// Its artwork.
    pub artwork: Option<picture::Model>,
    /// How many published tracks it has.
    pub track_count: i64,
}

/// The release of this id.
pub async fn find_release(tx: &impl Reads, id: ReleaseId) -> Result<Option<release::Model>, Failure> {
    Ok(release::Entity::find_by_id(id).one(tx.conn()).await?)
}

/// The same, unless its creator is leaving.
pub async fn find_shown_release(tx: &impl Reads, id: ReleaseId) -> Result<Option<release::Model>, Failure> {
    let shown = release::Entity::find_by_id(id).filter(release::Column::CreatorId.not_in_subquery(leaving_accounts()));
    Ok(shown.one(tx.conn()).await?)
}

/// Adds the creator, the pictures and the number of published tracks.
pub async fn describe_release(tx: &impl Reads, release: release::Model) -> Result<ReleaseDescription, Failure> {
    let mut described = describe_releases(tx, vec![release]).await?;
    described.pop().ok_or_else(|| Failure::Broken("a release was not described".to_owned()))
}

/// Adds creators, pictures and numbers of published tracks; the order stays.
pub async fn describe_releases(
    tx: &impl Reads,
    releases: Vec<release::Model>,
) -> Result<Vec<ReleaseDescription>, Failure> {
    let creators = releases.iter().map(|release| release.creator_id);
    let artists = account::Entity::find().filter(account::Column::Id.is_in(creators)).all(tx.conn()).await?;
    let artists: HashMap<_, _> = artists.into_iter().map(|artist| (artist.id, artist)).collect();
    let counts: Vec<(ReleaseId, i64)> = track::Entity::find()
        .select_only()
        .column(track::Column::ReleaseId)
        .column_as(track::Column::Id.count(), "tracks")
        .filter(track::Column::ReleaseId.is_in(releases.iter().map(|release| release.id)))
        .filter(track::Column::State.eq(State::Published))
        .group_by(track::Column::ReleaseId)
        .into_tuple()
        .all(tx.conn())
        .await?;
    let counts: HashMap<_, _> = counts.into_iter().collect();
    let subjects = releases.iter().flat_map(|row| [Subject::Release(row.id), Subject::Account(row.creator_id)]);
    let pictures = shown_pictures(tx, subjects).await?;
    let describe = |release: release::Model| {
        let artist = artists.get(&release.creator_id).cloned();
        let artist = artist.ok_or_else(|| Failure::Broken(format!("release {} has no creator", release.id)))?;
        let track_count = counts.get(&release.id).copied().unwrap_or(0);
        let avatar = pictures.get(&Subject::Account(artist.id)).cloned();
        let artwork = pictures.get(&Subject::Release(release.id)).cloned();
        Ok(ReleaseDescription { release, artist, avatar, artwork, track_count })
    };
    releases.into_iter().map(describe).collect()
}
