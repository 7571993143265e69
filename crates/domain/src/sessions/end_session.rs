//! Ends sessions: one by its owner, and those whose time is over.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use sillon_database::{Reads, WriteTx, entities::session, ids::SessionId, sea_orm};

use crate::{Clock, Failure};

/// Ends a session; ending it twice is no error.
pub async fn end_session(tx: &mut WriteTx, session: SessionId) -> Result<(), Failure> {
    session::Entity::delete_by_id(session).exec(tx.conn()).await?;
    Ok(())
}

/// Removes the rows of sessions whose time is over, and says how many.
pub async fn remove_expired_sessions(tx: &mut WriteTx, clock: &Clock) -> Result<u64, Failure> {
    let gone = session::Entity::delete_many().filter(session::Column::ExpiresAt.lte(clock.now())).exec(tx.conn());
    Ok(gone.await?.rows_affected)
}
