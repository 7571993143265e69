//! The release that a file's tags speak of: tracks of one creator with the same album title come together.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::{account, release, track},
    ids::{AccountId, ReleaseId, TrackId},
    sea_orm,
};

use super::{NewRelease, create_release};
use crate::{Clock, Failure, uploads::clean_title};

/// What the tags of a file say about its release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaggedRelease {
    /// Title of the album.
    pub title: String,
    /// Place on it, from 1.
    pub position: Option<i32>,
}

/// Puts a track that has no release on the one that its tags name, and makes that when it is the first. The place in the
/// tags is taken when it is free, otherwise the one behind the last.
///
/// Two tracks at once: the creator's row is locked first (SQLite has one writer), so that one of them makes the release.
pub(crate) async fn join_release(
    tx: &mut WriteTx,
    clock: &Clock,
    track: &track::Model,
    tagged: &TaggedRelease,
) -> Result<(), Failure> {
    let Some(title) = clean_title(&tagged.title).filter(|_| track.release_id.is_none()) else { return Ok(()) };
    account::Entity::find_by_id(track.creator_id).lock_exclusive().one(tx.conn()).await?;
    let release = match release_of_title(tx, track.creator_id, &title).await? {
        Some(id) => id,
        None => create_release(tx, clock, NewRelease { creator_id: track.creator_id, title }).await?.id,
    };
    let position = free_position(tx, release, tagged.position).await?;
    place(tx, track.id, release, position).await
}

async fn release_of_title(tx: &WriteTx, creator: AccountId, title: &str) -> Result<Option<ReleaseId>, Failure> {
    let of_creator = release::Entity::find().filter(release::Column::CreatorId.eq(creator)).all(tx.conn()).await?;
    let same = of_creator.into_iter().filter(|release| release.title.to_lowercase() == title.to_lowercase());
    Ok(same.map(|release| release.id).min())
}

async fn free_position(tx: &WriteTx, release: ReleaseId, wanted: Option<i32>) -> Result<i32, Failure> {
    let taken = track::Entity::find()
        .select_only()
        .column(track::Column::Position)
        .filter(track::Column::ReleaseId.eq(release))
        .into_tuple::<Option<i32>>()
        .all(tx.conn())
        .await?;
    let taken: Vec<i32> = taken.into_iter().flatten().collect();
    let last = taken.iter().copied().max().unwrap_or(0);
    Ok(wanted.filter(|position| !taken.contains(position)).unwrap_or(last + 1))
}

async fn place(tx: &mut WriteTx, track: TrackId, release: ReleaseId, position: i32) -> Result<(), Failure> {
    track::Entity::update_many()
        .col_expr(track::Column::ReleaseId, Expr::value(release))
        .col_expr(track::Column::Position, Expr::value(position))
        .filter(track::Column::Id.eq(track))
        .exec(tx.conn())
        .await?;
    Ok(())
}
