//! Begins a session of a browser.

use sea_orm::{ActiveValue::Set, EntityTrait};
use sillon_database::{
    Reads, WriteTx,
    entities::session::{self, Kind},
    ids::{AccountId, AppPasswordId, SessionId},
    sea_orm,
};

use super::{Access, end_session::end_browser_session};
use crate::{Clock, Failure, OpaqueToken, Settings};

/// The browser in which somebody signs in.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    /// What the session is called in its owner's list.
    pub device_name: String,
    /// The session that the browser had; it ends, because its cookie is replaced and nobody could end it afterwards.
    pub former: Option<OpaqueToken>,
}

/// Inserts the session of a new token and gives the token to hand to the browser.
pub async fn start_session(
    tx: &mut WriteTx,
    clock: &Clock,
    settings: &Settings,
    account: AccountId,
    browser: &Browser,
) -> Result<OpaqueToken, Failure> {
    if let Some(former) = &browser.former {
        end_browser_session(tx, former).await?;
    }
    let token = OpaqueToken::random();
    let new = NewSession {
        account,
        kind: Kind::Web,
        name: &browser.device_name,
        access: Access::Full,
        app_password: None,
        lasts: settings.session_lifetime,
    };
    insert_session(tx, clock, new, &token).await?;
    Ok(token)
}

/// A session to be begun.
#[derive(Clone, Debug)]
pub(crate) struct NewSession<'a> {
    pub(crate) account: AccountId,
    pub(crate) kind: Kind,
    pub(crate) name: &'a str,
    pub(crate) access: Access,
    pub(crate) app_password: Option<AppPasswordId>,
    pub(crate) lasts: chrono::TimeDelta,
}

/// Inserts the row.
pub(crate) async fn insert_session(
    tx: &mut WriteTx,
    clock: &Clock,
    new: NewSession<'_>,
    token: &OpaqueToken,
) -> Result<session::Model, Failure> {
    let now = clock.now();
    let row = session::Model {
        id: SessionId::new(now),
        account_id: new.account,
        token_hash: token.hash(),
        created_at: now,
        expires_at: now + new.lasts,
        kind: new.kind,
        name: new.name.to_owned(),
        scopes: new.access.to_column(),
        last_seen_at: None,
        app_password_id: new.app_password,
    };
    let active = session::ActiveModel {
        id: Set(row.id),
        account_id: Set(row.account_id),
        token_hash: Set(row.token_hash.clone()),
        created_at: Set(row.created_at),
        expires_at: Set(row.expires_at),
        kind: Set(row.kind),
        name: Set(row.name.clone()),
        scopes: Set(row.scopes.clone()),
        last_seen_at: Set(row.last_seen_at),
        app_password_id: Set(row.app_password_id),
    };
    session::Entity::insert(active).exec_without_returning(tx.conn()).await?;
    Ok(row)
}
