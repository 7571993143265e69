//! Ends sessions: one, all others, all, and those whose time is over.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde_json::json;
use sillon_database::{
    Reads, WriteTx,
    entities::session::{self, Column, Kind},
    ids::{AccountId, SessionId},
    sea_orm,
};

use super::Actor;
use crate::{
    Clock, Failure, OpaqueToken,
    audit::{Action, Entry, append},
};

/// Ends one of the actor's own sessions, the present one or another, with its refresh tokens; or removes an API token.
/// False when the actor has none of this id.
pub async fn end_session(tx: &mut WriteTx, clock: &Clock, actor: &Actor, id: SessionId) -> Result<bool, Failure> {
    let found = session::Entity::find_by_id(id).filter(Column::AccountId.eq(actor.id())).one(tx.conn()).await?;
    let Some(found) = found else { return Ok(false) };
    let ended = session::Entity::delete_by_id(id).exec(tx.conn()).await?.rows_affected == 1;
    if ended {
        let action = if found.kind == Kind::Api { Action::ApiTokenRemoved } else { Action::SessionEnded };
        append(tx, clock, &actor.origin, Entry::new(action).on(id));
    }
    Ok(ended)
}

/// Ends the sessions of browsers and programs of this account except the present one; API tokens stay.
pub async fn end_other_sessions(tx: &mut WriteTx, clock: &Clock, actor: &Actor) -> Result<(), Failure> {
    let others = Condition::all()
        .add(Column::AccountId.eq(actor.id()))
        .add(Column::Id.ne(actor.session_id))
        .add(Column::Kind.ne(Kind::Api));
    let ended = session::Entity::delete_many().filter(others).exec(tx.conn()).await?.rows_affected;
    if ended > 0 {
        let entry = Entry::new(Action::OtherSessionsEnded).on(actor.id()).after(json!({ "ended": ended }));
        append(tx, clock, &actor.origin, entry);
    }
    Ok(())
}

/// Ends the session of a browser that gets another, whoever's it is.
pub(super) async fn end_browser_session(tx: &mut WriteTx, token: &OpaqueToken) -> Result<(), Failure> {
    let theirs = Condition::all().add(Column::TokenHash.eq(token.hash())).add(Column::Kind.eq(Kind::Web));
    session::Entity::delete_many().filter(theirs).exec(tx.conn()).await?;
    Ok(())
}

/// Ends every session of an account, API tokens and families of refresh tokens included.
pub async fn end_all_sessions(tx: &mut WriteTx, account: AccountId) -> Result<(), Failure> {
    session::Entity::delete_many().filter(Column::AccountId.eq(account)).exec(tx.conn()).await?;
    Ok(())
}

/// Removes the API tokens of an account.
pub(crate) async fn end_api_tokens(tx: &mut WriteTx, account: AccountId) -> Result<(), Failure> {
    let tokens =
        session::Entity::delete_many().filter(Column::AccountId.eq(account)).filter(Column::Kind.eq(Kind::Api));
    tokens.exec(tx.conn()).await?;
    Ok(())
}

/// Removes the rows of sessions whose time is over, and says how many.
pub async fn remove_expired_sessions(tx: &mut WriteTx, clock: &Clock) -> Result<u64, Failure> {
    let gone = session::Entity::delete_many().filter(Column::ExpiresAt.lte(clock.now())).exec(tx.conn());
    Ok(gone.await?.rows_affected)
}
