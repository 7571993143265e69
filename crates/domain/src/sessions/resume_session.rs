//! Finds the person behind a cookie, an API token or the session that an access token names.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select, sea_query::Expr};
use sillon_database::{
    Database, Reads, WriteTx,
    entities::session::{self, Kind},
    ids::SessionId,
    sea_orm,
};

use super::{Access, Actor};
use crate::{
    Clock, Failure, OpaqueToken, accounts::account_by_id, audit::Origin, invitations::mark_return,
    permissions::permissions_of,
};

/// When a session was last used is kept to this; so the row is written at most as often.
const LAST_SEEN_GRAIN: TimeDelta = TimeDelta::hours(1);

/// What was found.
#[derive(Clone, Debug)]
pub struct Resumed {
    /// Who acts.
    pub actor: Actor,
    last_seen_at: Option<DateTime<Utc>>,
}

/// The actor of a cookie's or an API token's text with what it may do now; none when the session has ended or never
/// was, when the account is suspended, or when it is leaving and this is not a browser.
pub async fn resume_session(
    tx: &impl Reads,
    clock: &Clock,
    request: &Origin,
    kind: Kind,
    token: &OpaqueToken,
) -> Result<Option<Resumed>, Failure> {
    let of_token = session::Entity::find().filter(session::Column::TokenHash.eq(token.hash()));
    resume(tx, clock, request, kind, of_token).await
}

/// The actor of a client's session.
pub async fn resume_client(
    tx: &impl Reads,
    clock: &Clock,
    request: &Origin,
    id: SessionId,
) -> Result<Option<Resumed>, Failure> {
    resume(tx, clock, request, Kind::Client, session::Entity::find_by_id(id)).await
}

async fn resume(
    tx: &impl Reads,
    clock: &Clock,
    request: &Origin,
    kind: Kind,
    which: Select<session::Entity>,
) -> Result<Option<Resumed>, Failure> {
    let found = which
        .filter(session::Column::Kind.eq(kind))
        .filter(session::Column::ExpiresAt.gt(clock.now()))
        .one(tx.conn())
        .await?;
    let Some(session) = found else { return Ok(None) };
    let account = account_by_id(tx, session.account_id).await?;
    let Some(account) = account.filter(|account| account.suspended_at.is_none()) else { return Ok(None) };
    // Programs end with the account; its owner comes back with their password.
    if account.leaves_at.is_some() && session.kind != Kind::Web {
        return Ok(None);
    }
    let permissions = permissions_of(tx, account.id).await?;
    let access = Access::from_column(session.scopes.as_deref());
    let origin = request.of_account(account.id, Some(session.id));
    let actor = Actor { account, session_id: session.id, permissions, origin, access };
    Ok(Some(Resumed { actor, last_seen_at: session.last_seen_at }))
}

impl Resumed {
    /// The actor, once it is written down that the session is in use; at most one write an hour.
    pub async fn seen(self, db: &Database, clock: &Clock) -> Result<Actor, Failure> {
        let hour = clock.now().duration_trunc(LAST_SEEN_GRAIN).unwrap_or_else(|_| clock.now());
        if self.last_seen_at.is_none_or(|before| before < hour) {
            let mut tx = db.write().await?;
            mark_seen(&mut tx, self.actor.session_id, hour).await?;
            mark_return(&mut tx, self.actor.id(), clock.now()).await?;
            tx.commit().await?;
        }
        Ok(self.actor)
    }
}

async fn mark_seen(tx: &mut WriteTx, session: SessionId, hour: DateTime<Utc>) -> Result<(), Failure> {
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::value(hour))
        .filter(session::Column::Id.eq(session))
        .exec(tx.conn())
        .await?;
    Ok(())
}
