//! Finds the person behind a token.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use sillon_database::{Reads, entities::session, sea_orm};

use super::{Actor, SessionToken};
use crate::{Clock, Failure, accounts::account_by_id, audit::Origin};

/// The actor of a token; none when the session has ended or never was.
pub async fn resume_session(
    tx: &impl Reads,
    clock: &Clock,
    token: &SessionToken,
    request: &Origin,
) -> Result<Option<Actor>, Failure> {
    let found = session::Entity::find()
        .filter(session::Column::TokenHash.eq(token.hash()))
        .filter(session::Column::ExpiresAt.gt(clock.now()))
        .one(tx.conn())
        .await?;
    let Some(session) = found else { return Ok(None) };
    let account = account_by_id(tx, session.account_id).await?;
    Ok(account.map(|account| {
        let origin = request.of_account(account.id, Some(session.id));
        Actor { account, session_id: session.id, origin }
    }))
}
