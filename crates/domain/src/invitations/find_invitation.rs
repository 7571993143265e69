//! Look-ups of invitations.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sillon_database::{
    Reads,
    entities::beta_invite::{self, Column},
    ids::InvitationId,
    sea_orm,
};

use crate::{Cursor, Failure, Page, launch::JOURNEY_COHORT};

const ADDRESSES_AT_ONCE: usize = 500;

/// The invitation of this id.
pub async fn invitation_by_id(tx: &impl Reads, id: InvitationId) -> Result<Option<beta_invite::Model>, Failure> {
    Ok(beta_invite::Entity::find_by_id(id).one(tx.conn()).await?)
}

/// Every invitation, used or not, to these addresses.
pub async fn invitations_of_addresses(
    tx: &impl Reads,
    email_keys: &[String],
) -> Result<Vec<beta_invite::Model>, Failure> {
    let mut found = Vec::new();
    for some in email_keys.chunks(ADDRESSES_AT_ONCE) {
        found.extend(beta_invite::Entity::find().filter(Column::EmailKey.is_in(some)).all(tx.conn()).await?);
    }
    Ok(found)
}

/// Invitations to people, newest first.
pub async fn list_invitations(
    tx: &impl Reads,
    after: Option<Cursor<InvitationId>>,
    limit: u64,
) -> Result<Page<beta_invite::Model, InvitationId>, Failure> {
    let mut query = beta_invite::Entity::find().filter(Column::Cohort.ne(JOURNEY_COHORT));
    if let Some(after) = after {
        let same_instant = Condition::all().add(Column::CreatedAt.eq(after.at)).add(Column::Id.lt(after.id));
        query = query.filter(Condition::any().add(Column::CreatedAt.lt(after.at)).add(same_instant));
    }
    let rows = query.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit + 1).all(tx.conn()).await?;
    Ok(Page::of(rows, limit, |row| Cursor { at: row.created_at, id: row.id }))
}
