//! Bodies of accounts and sessions.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{
    ToSchema,
    openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type},
};
use uuid::Uuid;

use crate::{Picture, RoleReference};

/// A language that people are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
}

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
    /// What this person is here.
    pub roles: Vec<RoleReference>,
    /// Stable names of what the roles permit, together.
    #[schema(example = json!(["music.upload"]))]
    pub permissions: Vec<String>,
    /// Whether this person may upload music.
    pub may_upload: bool,
    /// The language of their mails.
    pub language: Language,
    /// Whether the person showed that the address is theirs.
    pub email_verified: bool,
    /// What the person says about themselves.
    pub bio: String,
    /// Addresses on the web.
    pub links: Vec<String>,
    /// Who sees the profile.
    pub profile_visibility: ProfileVisibility,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// When the account is deleted for good; until then its owner can keep it, and do nothing else.
    #[schema(required)]
    pub leaves_at: Option<DateTime<Utc>>,
}

/// Who sees a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProfileVisibility {
    /// Whoever comes by.
    Everyone,
    /// Whoever is signed in.
    Members,
    /// Its owner alone.
    Nobody,
}

/// Changes one's own profile; what is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeProfile {
    /// Name that others see, 1 to 80 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 80)]
    pub display_name: Option<String>,
    /// At most 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    pub bio: Option<String>,
    /// At most 5 addresses on the web, of at most 200 characters each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = web_addresses)]
    pub links: Option<Vec<String>>,
    /// The language of their mails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Who sees the profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_visibility: Option<ProfileVisibility>,
}

fn web_addresses() -> Array {
    let address = ObjectBuilder::new().schema_type(Type::String).max_length(Some(200));
    ArrayBuilder::new().items(address).max_items(Some(5)).build()
}

/// A person, as others see them.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Profile {
    /// UUIDv7.
    pub id: Uuid,
    /// The name that others see.
    pub display_name: String,
    /// What the person says about themselves.
    pub bio: String,
    /// Addresses on the web.
    pub links: Vec<String>,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
}

/// Makes the first admin.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// The token that the server printed at its start.
    #[schema(max_length = 200)]
    pub token: String,
    /// Mail address, at most 254 characters.
    #[schema(max_length = 254, format = "email")]
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
    #[schema(max_length = 254, format = "email")]
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
    /// Mail address. What is none gets the same answer as a wrong password.
    #[schema(max_length = 254)]
    pub email: String,
    /// Password.
    #[schema(max_length = 1024)]
    pub password: String,
}
