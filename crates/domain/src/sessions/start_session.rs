//! Begins a session.

use sea_orm::{ActiveValue::Set, EntityTrait};
use sillon_database::{
    Reads, WriteTx,
    entities::session,
    ids::{AccountId, SessionId},
    sea_orm,
};

use super::SessionToken;
use crate::{Clock, Failure, Settings};

/// Inserts the session of a new token and gives the token to hand to the client.
pub async fn start_session(
    tx: &mut WriteTx,
    clock: &Clock,
    settings: &Settings,
    account: AccountId,
) -> Result<SessionToken, Failure> {
    let token = SessionToken::random();
    let now = clock.now();
    let row = session::ActiveModel {
        id: Set(SessionId::new(now)),
        account_id: Set(account),
        token_hash: Set(token.hash()),
        created_at: Set(now),
        expires_at: Set(now + settings.session_lifetime),
    };
    session::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(token)
}
