//! The list of releases, newest first.

use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use sillon_database::{
    Reads,
    entities::{
        release::{self, Column},
        track::{self, State},
    },
    ids::ReleaseId,
    sea_orm,
};

use crate::{Cursor, Failure, Page, leaving::leaving_accounts};

/// A page of releases.
pub type ReleasePage = Page<release::Model, ReleaseId>;

/// Releases with at least one published track.
pub async fn list_releases(
    tx: &impl Reads,
    behind: Option<Cursor<ReleaseId>>,
    limit: u64,
) -> Result<ReleasePage, Failure> {
    let audible = track::Entity::find()
        .select_only()
        .column(track::Column::ReleaseId)
        .filter(track::Column::State.eq(State::Published))
        .filter(track::Column::ReleaseId.is_not_null())
        .into_query();
    let mut select = release::Entity::find()
        .filter(Column::Id.in_subquery(audible))
        .filter(Column::CreatorId.not_in_subquery(leaving_accounts()));
    if let Some(Cursor { at, id }) = behind {
        let same_instant = Column::ReleasedAt.eq(at).and(Column::Id.lt(id));
        select = select.filter(Condition::any().add(Column::ReleasedAt.lt(at)).add(same_instant));
    }
    let newest = select.order_by_desc(Column::ReleasedAt).order_by_desc(Column::Id).limit(limit + 1);
    let rows = newest.all(tx.conn()).await?;
    Ok(Page::of(rows, limit, |row| Cursor { at: row.released_at, id: row.id }))
}
