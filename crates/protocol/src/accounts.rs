//! Bodies of accounts and sessions.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A language that people are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
}
use crate::Picture;

/// A person's own account.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Account {
    /// UUIDv7.
    pub id: Uuid,
    /// The mail address.
    pub email: String,
    /// The name that others see.
    pub display_name: String,
    /// The avatar.
    #[schema(required)]
    pub avatar: Option<Picture>,
    /// `admin`, `creator` or `listener`.
    pub role: String,
    /// Whether this person may upload music.
    pub may_upload: bool,
    /// The language of their mails.
    pub language: Language,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
}

/// Makes the first admin.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// The token that the server printed at its start.
    pub token: String,
    /// Mail address, at most 254 characters.
    #[schema(max_length = 254)]
    pub email: String,
    /// Name that others see, 1 to 80 characters.
    #[schema(min_length = 1, max_length = 80)]
    pub display_name: String,
    /// 8 to 128 characters.
    #[schema(min_length = 8, max_length = 128)]
    pub password: String,
    /// The language of their mails; without it, the one that the browser asks for (Accept-Language).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// Makes an account.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignUp {
    /// Mail address, at most 254 characters.
    #[schema(max_length = 254)]
    pub email: String,
    /// Name that others see, 1 to 80 characters.
    #[schema(min_length = 1, max_length = 80)]
    pub display_name: String,
    /// 8 to 128 characters.
    #[schema(min_length = 8, max_length = 128)]
    pub password: String,
    /// The code of an invitation, as it was typed; needed where registration is `invite`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64)]
    pub invitation: Option<String>,
    /// The language of their mails; without it, the one that the browser asks for (Accept-Language).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// Signs in.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// Mail address.
    pub email: String,
    /// Password.
    pub password: String,
}
