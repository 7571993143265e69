//! Finds the person behind a token.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use sillon_database::{Reads, entities::session, sea_orm};

use super::{Actor, SessionToken};
use crate::{Clock, Failure, accounts::account_by_id, audit::Origin, permissions::permissions_of};

/// The actor of a token with what it may do now; none when the session has ended or never was, or when the account is
/// suspended.
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
    let Some(account) = account.filter(|account| account.suspended_at.is_none()) else { return Ok(None) };
    let permissions = permissions_of(tx, account.id).await?;
    let origin = request.of_account(account.id, Some(session.id));
    Ok(Some(Actor { account, session_id: session.id, permissions, origin }))
}
