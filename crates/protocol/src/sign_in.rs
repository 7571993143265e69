//! Bodies of signing in: sessions, links from mails, the second factor.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The password is right, and a code is needed as well.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct CodeNeeded {
    /// Stands for the password in `POST /api/v1/sessions/second-factor`.
    pub ticket: String,
    /// When the ticket ends.
    pub expires_at: DateTime<Utc>,
}

/// The second step of signing in.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactor {
    /// The ticket of the first step.
    #[schema(max_length = 100)]
    pub ticket: String,
    /// What the person's app shows, or a recovery code.
    #[schema(max_length = 40)]
    pub code: String,
}

/// A session of a browser or a program.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Session {
    /// UUIDv7.
    pub id: Uuid,
    /// What the browser says it is, coarsely, or what the program said.
    #[schema(example = "Firefox on Linux")]
    pub name: String,
    /// `web` or `client`.
    pub kind: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the hour.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// Whether this answer was asked for in it.
    pub current: bool,
}

/// The sessions of a person.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SessionList {
    /// The newest first.
    pub items: Vec<Session>,
}

/// Asks for a link that sets a new password.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestReset {
    /// Mail address.
    #[schema(max_length = 254)]
    pub email: String,
}

/// Sets a new password with the token of a link.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    /// The token of the link.
    #[schema(max_length = 100)]
    pub token: String,
    /// 8 to 128 characters, and not a common one.
    #[schema(min_length = 8, max_length = 128)]
    pub password: String,
}

/// Uses the token of a link.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UseLink {
    /// The token of the link.
    #[schema(max_length = 100)]
    pub token: String,
}

/// Changes the password.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The present password.
    #[schema(max_length = 1024)]
    pub current_password: String,
    /// What the person's app shows, or a recovery code; needed where two-factor sign-in is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40)]
    pub code: Option<String>,
    /// 8 to 128 characters, and not a common one.
    #[schema(min_length = 8, max_length = 128)]
    pub password: String,
}

/// Asks for a link to another address.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeAddress {
    /// The present password.
    #[schema(max_length = 1024)]
    pub current_password: String,
    /// What the person's app shows, or a recovery code; needed where two-factor sign-in is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40)]
    pub code: Option<String>,
    /// The new address.
    #[schema(max_length = 254)]
    pub email: String,
}

/// The present password again, before something that an open session alone must not do.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmPassword {
    /// The present password.
    #[schema(max_length = 1024)]
    pub current_password: String,
}

/// Password and code again.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmBoth {
    /// The present password.
    #[schema(max_length = 1024)]
    pub current_password: String,
    /// What the person's app shows, or a recovery code; needed where two-factor sign-in is on.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub code: Option<String>,
}

/// Whether two-factor sign-in is on.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TwoFactorState {
    /// Whether a code is asked for.
    pub enabled: bool,
    /// Recovery codes that are left.
    pub recovery_codes_left: u64,
}

/// What a person's app needs.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TwoFactorSetup {
    /// The secret, for typing.
    pub secret: String,
    /// The secret as an `otpauth:` address.
    pub url: String,
    /// The address as a picture, until the set-up is confirmed.
    pub qr_url: String,
}

/// The first code of the person's app.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmTwoFactor {
    /// Six digits.
    #[schema(max_length = 40)]
    pub code: String,
}

/// Codes that stand in for the person's app, each once. They are shown once.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RecoveryCodes {
    /// Ten codes.
    pub codes: Vec<String>,
}
