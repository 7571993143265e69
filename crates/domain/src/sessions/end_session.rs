//! Ends sessions: one by its owner, and those whose time is over.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use sillon_database::{Reads, WriteTx, entities::session, sea_orm};

use super::Actor;
use crate::{
    Clock, Failure,
    audit::{Action, Entry, append},
};

/// Ends the session in which this person acts; ending it twice is no error.
pub async fn end_session(tx: &mut WriteTx, clock: &Clock, actor: &Actor) -> Result<(), Failure> {
    let ended = session::Entity::delete_by_id(actor.session_id).exec(tx.conn()).await?;
    if ended.rows_affected == 1 {
        append(tx, clock, &actor.origin, Entry::new(Action::SessionEnded).on(actor.session_id));
    }
    Ok(())
}

/// Removes the rows of sessions whose time is over, and says how many.
pub async fn remove_expired_sessions(tx: &mut WriteTx, clock: &Clock) -> Result<u64, Failure> {
    let gone = session::Entity::delete_many().filter(session::Column::ExpiresAt.lte(clock.now())).exec(tx.conn());
    Ok(gone.await?.rows_affected)
}
