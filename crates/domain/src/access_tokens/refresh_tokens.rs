//! Refresh tokens: each is exchanged once for its successor. Using one again ends the whole family, because then
//! somebody else has it; only within [`REUSE_GRACE`], while the successor is unused, is it taken for a lost answer, which
//! gets the same successor.
//!
//! Invariant: a family (a client's session) has at most one token that can be used (a unique index says so).

use chrono::TimeDelta;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        refresh_token::{self, Column},
        session,
    },
    ids::SessionId,
    sea_orm,
};

use crate::{
    Clock, Failure, OpaqueToken, Settings,
    audit::{Action, Entry, Origin, append},
};

/// How long a used token still gets the answer that it got.
pub const REUSE_GRACE: TimeDelta = TimeDelta::seconds(10);

/// A program that is refreshed again and again is signed in anew at least once a year.
const LASTS_AT_MOST: TimeDelta = TimeDelta::days(365);

/// What became of a token. The caller commits in each case.
#[derive(Clone, Debug)]
#[must_use]
pub enum Refreshed {
    /// The session goes on with this token.
    Goes(Box<session::Model>, OpaqueToken),
    /// A used token was used again: the session has been ended.
    Reused(Box<session::Model>),
    /// No such token, or its session has ended.
    Unknown,
}

/// Gives a session its first refresh token.
pub(super) async fn begin_family(tx: &mut WriteTx, clock: &Clock, session: SessionId) -> Result<OpaqueToken, Failure> {
    let token = OpaqueToken::random();
    insert(tx, clock, session, &token).await?;
    Ok(token)
}

/// Exchanges a token, and lengthens the session.
///
/// Many at once with one token: the session's row is locked first by all of them, so they come one after the other. The
/// first exchanges it; the others are within the grace and get the same successor.
pub async fn rotate_refresh_token(
    tx: &mut WriteTx,
    clock: &Clock,
    settings: &Settings,
    request: &Origin,
    token: &OpaqueToken,
) -> Result<Refreshed, Failure> {
    let now = clock.now();
    let Some(seen) = find(tx, token).await? else { return Ok(Refreshed::Unknown) };
    let session = session::Entity::find_by_id(seen.session_id)
        .filter(session::Column::ExpiresAt.gt(now))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    let Some(session) = session else { return Ok(Refreshed::Unknown) };
    // Read again: it may have been used while this waited for the session.
    let Some(row) = find(tx, token).await? else { return Ok(Refreshed::Unknown) };
    if let (Some(used_at), Some(sealed)) = (row.used_at, row.successor_sealed) {
        let successor = unseal(token, &sealed).filter(|_| now - used_at <= REUSE_GRACE);
        if let Some(successor) = successor
            && find(tx, &successor).await?.is_some_and(|next| next.used_at.is_none())
        {
            return Ok(Refreshed::Goes(Box::new(session), successor));
        }
        session::Entity::delete_by_id(session.id).exec(tx.conn()).await?;
        append(tx, clock, request, Entry::new(Action::RefreshTokenReused).on(session.id));
        Ok(Refreshed::Reused(Box::new(session)))
    } else {
        let successor = exchange(tx, clock, &session, token).await?;
        lengthen(tx, clock, settings, &session).await?;
        Ok(Refreshed::Goes(Box::new(session), successor))
    }
}

async fn find(tx: &impl Reads, token: &OpaqueToken) -> Result<Option<refresh_token::Model>, Failure> {
    Ok(refresh_token::Entity::find_by_id(token.hash()).one(tx.conn()).await?)
}

async fn exchange(
    tx: &mut WriteTx,
    clock: &Clock,
    session: &session::Model,
    token: &OpaqueToken,
) -> Result<OpaqueToken, Failure> {
    let successor = OpaqueToken::random();
    refresh_token::Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(clock.now()))
        .col_expr(Column::SuccessorSealed, Expr::value(seal(token, &successor)))
        .filter(Column::TokenHash.eq(token.hash()))
        .exec(tx.conn())
        .await?;
    insert(tx, clock, session.id, &successor).await?;
    Ok(successor)
}

async fn insert(tx: &mut WriteTx, clock: &Clock, session: SessionId, token: &OpaqueToken) -> Result<(), Failure> {
    let row = refresh_token::ActiveModel {
        token_hash: Set(token.hash()),
        session_id: Set(session),
        created_at: Set(clock.now()),
        used_at: Set(None),
        successor_sealed: Set(None),
    };
    refresh_token::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// A client that is used stays signed in; used tokens of long ago need no memory.
async fn lengthen(
    tx: &mut WriteTx,
    clock: &Clock,
    settings: &Settings,
    session: &session::Model,
) -> Result<(), Failure> {
    let now = clock.now();
    let expires_at = (now + settings.session_lifetime).min(session.created_at + LASTS_AT_MOST);
    session::Entity::update_many()
        .col_expr(session::Column::ExpiresAt, Expr::value(expires_at))
        .filter(session::Column::Id.eq(session.id))
        .exec(tx.conn())
        .await?;
    refresh_token::Entity::delete_many()
        .filter(Column::SessionId.eq(session.id))
        .filter(Column::UsedAt.lt(now - settings.session_lifetime))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// The successor, readable with the token that it follows and with nothing else: the database does not have that token.
/// A token is used as a key for one text only, so a pad of the same length is enough.
fn seal(token: &OpaqueToken, successor: &OpaqueToken) -> Vec<u8> {
    pad(token, successor.reveal().as_bytes())
}

fn unseal(token: &OpaqueToken, sealed: &[u8]) -> Option<OpaqueToken> {
    let text = String::from_utf8(pad(token, sealed)).ok()?;
    Some(OpaqueToken::from_client(&text))
}

fn pad(token: &OpaqueToken, text: &[u8]) -> Vec<u8> {
    let mut pad = vec![0_u8; text.len()];
    let mut hasher = blake3::Hasher::new_derive_key("Sillon 2026 successor of a refresh token");
    hasher.update(token.reveal().as_bytes());
    hasher.finalize_xof().fill(&mut pad);
    pad.iter().zip(text).map(|(pad, letter)| pad ^ letter).collect()
}

#[cfg(test)]
mod tests {
    use super::{seal, unseal};
    use crate::OpaqueToken;

    #[test]
    fn a_successor_is_read_with_the_token_before_it_only() {
        let (token, successor) = (OpaqueToken::random(), OpaqueToken::random());
        let sealed = seal(&token, &successor);
        assert_eq!(unseal(&token, &sealed), Some(successor.clone()));
        assert_ne!(unseal(&OpaqueToken::random(), &sealed), Some(successor));
    }
}
