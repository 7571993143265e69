//! The sessions of an account, for their owner.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use sillon_database::{
    Reads,
    entities::session::{self, Column, Kind},
    ids::AccountId,
    sea_orm,
};

use crate::{Clock, Failure};

/// Sessions of browsers and clients that have not ended, the newest first.
pub async fn list_sessions(tx: &impl Reads, clock: &Clock, account: AccountId) -> Result<Vec<session::Model>, Failure> {
    list(tx, clock, account, &[Kind::Web, Kind::Client]).await
}

/// API tokens that have not ended, the newest first.
pub async fn list_api_tokens(
    tx: &impl Reads,
    clock: &Clock,
    account: AccountId,
) -> Result<Vec<session::Model>, Failure> {
    list(tx, clock, account, &[Kind::Api]).await
}

async fn list(
    tx: &impl Reads,
    clock: &Clock,
    account: AccountId,
    kinds: &[Kind],
) -> Result<Vec<session::Model>, Failure> {
    let found = session::Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::Kind.is_in(kinds.iter().copied()))
        .filter(Column::ExpiresAt.gt(clock.now()))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .all(tx.conn());
    Ok(found.await?)
}
