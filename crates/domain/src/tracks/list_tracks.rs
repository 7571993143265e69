//! Lists of tracks, newest first.

use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use sillon_database::{
    Reads,
    entities::track::{self, Column, State},
    ids::{ReleaseId, TrackId},
    sea_orm,
};

use crate::{Cursor, Failure, Page, leaving::leaving_accounts, sessions::Actor};

/// A page of tracks.
pub type TrackPage = Page<track::Model, TrackId>;

/// What everybody can hear, by the time of publication.
pub async fn list_published_tracks(
    tx: &impl Reads,
    behind: Option<Cursor<TrackId>>,
    limit: u64,
) -> Result<TrackPage, Failure> {
    let published = track::Entity::find()
        .filter(Column::State.eq(State::Published))
        .filter(Column::CreatorId.not_in_subquery(leaving_accounts()));
    let rows = newest_first(published, Column::PublishedAt, behind, limit).all(tx.conn()).await?;
    let place = |row: &track::Model| Cursor { at: row.published_at.unwrap_or(row.created_at), id: row.id };
    Ok(Page::of(rows, limit, place))
}

/// What this person uploaded, in every state, by the time of the upload.
pub async fn list_own_tracks(
    tx: &impl Reads,
    actor: &Actor,
    behind: Option<Cursor<TrackId>>,
    limit: u64,
) -> Result<TrackPage, Failure> {
    let own = track::Entity::find().filter(Column::CreatorId.eq(actor.id()));
    let rows = newest_first(own, Column::CreatedAt, behind, limit).all(tx.conn()).await?;
    Ok(Page::of(rows, limit, |row| Cursor { at: row.created_at, id: row.id }))
}

/// The published tracks of a release, in its order.
pub async fn tracks_of_release(tx: &impl Reads, release: ReleaseId) -> Result<Vec<track::Model>, Failure> {
    let tracks = track::Entity::find()
        .filter(Column::ReleaseId.eq(release))
        .filter(Column::State.eq(State::Published))
        .filter(Column::CreatorId.not_in_subquery(leaving_accounts()))
        .order_by_asc(Column::Position);
    Ok(tracks.all(tx.conn()).await?)
}

fn newest_first(
    select: Select<track::Entity>,
    time: Column,
    behind: Option<Cursor<TrackId>>,
    limit: u64,
) -> Select<track::Entity> {
    let select = match behind {
        Some(Cursor { at, id }) => {
            let same_instant = time.eq(at).and(Column::Id.lt(id));
            select.filter(Condition::any().add(time.lt(at)).add(same_instant))
        }
        None => select,
    };
    select.order_by_desc(time).order_by_desc(Column::Id).limit(limit + 1)
}
