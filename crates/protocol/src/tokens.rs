//! Bodies of tokens for programs: access and refresh tokens, app passwords, API tokens, published keys.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Signs a program in.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestTokens {
    /// Mail address.
    #[schema(max_length = 254)]
    pub email: String,
    /// The account's password, or an app password.
    #[schema(max_length = 1024)]
    pub password: String,
    /// What the person's app shows, or a recovery code; needed where two-factor sign-in is on, except with an app password.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub code: Option<String>,
    /// What the session is called in its owner's list, 1 to 60 characters.
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
}

/// Exchanges a refresh token.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshTokens {
    /// The refresh token. It is used up.
    #[schema(max_length = 100)]
    pub refresh_token: String,
}

/// What a program works with.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Tokens {
    /// `Bearer`: send an access token as `Authorization: Bearer …`.
    pub token_type: String,
    /// A token for each service.
    pub access_tokens: AccessTokens,
    /// Seconds that the access tokens are good for.
    pub expires_in_s: i64,
    /// For the next tokens, once.
    pub refresh_token: String,
    /// The session behind the tokens; ending it ends them all.
    pub session_id: Uuid,
    /// What the tokens may be used for; none: everything that the person may do.
    pub scopes: Option<Vec<String>>,
}

/// A signed token (JWT, `EdDSA`) for each service.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AccessTokens {
    /// For the HTTP API.
    pub api: String,
    /// For uploads and media.
    pub stream: String,
    /// For the chat.
    pub chat: String,
}

/// Makes an app password.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAppPassword {
    /// What it is for, 1 to 60 characters.
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    /// The present password.
    #[schema(max_length = 1024)]
    pub current_password: String,
    /// What the person's app shows, or a recovery code; needed where two-factor sign-in is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40)]
    pub code: Option<String>,
}

/// An app password, without its text.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AppPassword {
    /// UUIDv7.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the hour.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// App passwords of a person.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AppPasswordList {
    /// The newest first.
    pub items: Vec<AppPassword>,
}

/// A new app password. Its text is shown once.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MadeAppPassword {
    /// The app password.
    pub app_password: AppPassword,
    /// Its text.
    pub secret: String,
}

/// Makes an API token.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApiToken {
    /// What it is for, 1 to 60 characters.
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    /// What it may be used for: `read`, `upload`, `manage`, `admin`.
    #[schema(min_items = 1, max_items = 4)]
    pub scopes: Vec<TokenScope>,
    /// Days until it ends, 1 to 366.
    #[schema(minimum = 1, maximum = 366)]
    pub days: u32,
    /// The present password.
    #[schema(max_length = 1024)]
    pub current_password: String,
    /// What the person's app shows, or a recovery code; needed where two-factor sign-in is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40)]
    pub code: Option<String>,
}

/// A part of what a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Read what the person may read.
    Read,
    /// Upload music.
    Upload,
    /// Change what belongs to the person, except how they sign in.
    Manage,
    /// Run the instance.
    Admin,
}

/// An API token, without its text.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ApiToken {
    /// UUIDv7.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the hour.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

/// API tokens of a person.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ApiTokenList {
    /// The newest first.
    pub items: Vec<ApiToken>,
}

/// A new API token. Its text is shown once.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MadeApiToken {
    /// The token.
    pub api_token: ApiToken,
    /// Its text.
    pub secret: String,
}

/// Public keys of access tokens (RFC 7517).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct JsonWebKeySet {
    /// The keys.
    pub keys: Vec<JsonWebKey>,
}

/// A public key (RFC 8037).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct JsonWebKey {
    /// `OKP`
    pub kty: String,
    /// `Ed25519`
    pub crv: String,
    /// `EdDSA`
    pub alg: String,
    /// `sig`
    pub r#use: String,
    /// Names the key in the head of a token.
    pub kid: Uuid,
    /// The key, base64url.
    pub x: String,
}
