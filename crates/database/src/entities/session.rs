//! What lets somebody in: a browser, a client, an API token. The hash of its opaque token, never the token.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, AppPasswordId, SessionId};

/// What a session lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Kind {
    /// A browser, with a cookie.
    #[sea_orm(string_value = "web")]
    Web,
    /// A program, with refresh and access tokens.
    #[sea_orm(string_value = "client")]
    Client,
    /// An API token.
    #[sea_orm(string_value = "api")]
    Api,
}

/// A row of `sessions`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// Whose session it is.
    pub account_id: AccountId,
    /// BLAKE3 of the opaque token, 32 bytes. Of a client, whose tokens are in `refresh_tokens`: of a token that nobody has.
    pub token_hash: Vec<u8>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// What it lets in.
    pub kind: Kind,
    /// What its owner calls it, or what the browser says it is.
    pub name: String,
    /// What it may be used for, words separated by spaces; none: everything that the person may do.
    pub scopes: Option<String>,
    /// When it was last used, to the hour.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// The app password that it was begun with; it ends with it.
    pub app_password_id: Option<AppPasswordId>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
