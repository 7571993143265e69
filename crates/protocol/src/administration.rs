//! Bodies of people, roles, permissions and the audit log, for those who run the instance.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{
    ToSchema,
    openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type},
};
use uuid::Uuid;

/// A role, by name.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoleReference {
    /// Its id.
    pub id: Uuid,
    /// `admin`, `moderator`, `creator` or `listener`; none for a role of the instance.
    pub built_in: Option<String>,
    /// Its name.
    pub name: String,
}

/// A role with what it permits.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoleDescription {
    /// Its id.
    pub id: Uuid,
    /// `admin`, `moderator`, `creator` or `listener`; none for a role of the instance. These cannot be changed.
    pub built_in: Option<String>,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Stable names of what it permits.
    pub permissions: Vec<String>,
    /// How many accounts have it.
    pub people: u64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Every role.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoleList {
    /// Sillon's own first, then the instance's in the order of their making.
    pub items: Vec<RoleDescription>,
}

/// A role to be made, or what a role shall be from now on.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleText {
    /// Its name, unique among the roles, 1 to 40 characters.
    #[schema(min_length = 1, max_length = 40)]
    pub name: String,
    /// What it is for, at most 200 characters.
    #[schema(max_length = 200)]
    pub description: String,
    /// Stable names of what it permits; all of them yours as well.
    #[schema(schema_with = names_of_permissions)]
    pub permissions: Vec<String>,
}

fn names_of_permissions() -> Array {
    let name = ObjectBuilder::new().schema_type(Type::String).max_length(Some(60));
    ArrayBuilder::new().items(name).max_items(Some(100)).build()
}

/// Something that not everybody may do.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PermissionDescription {
    /// Stable name.
    #[schema(example = "music.upload")]
    pub name: String,
    /// What it lets a person do, in English.
    pub description: String,
}

/// Every permission.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PermissionList {
    /// In the order in which people should see them.
    pub items: Vec<PermissionDescription>,
}

/// An account, as those who run the instance see it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Person {
    /// UUIDv7.
    pub id: Uuid,
    /// The mail address.
    pub email: String,
    /// The name that others see.
    pub display_name: String,
    /// Its roles.
    pub roles: Vec<RoleReference>,
    /// Since when it may not sign in; none: it may.
    pub suspended_at: Option<DateTime<Utc>>,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
}

/// A page of people, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PersonPage {
    /// The people.
    pub items: Vec<Person>,
    /// `cursor` of the next page; none when there are no more.
    pub next_cursor: Option<String>,
}

/// An entry of the audit log.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AuditEntry {
    /// Its place in the chain, from 1.
    pub sequence: i64,
    /// When it happened.
    pub recorded_at: DateTime<Utc>,
    /// `visitor`, `account`, `operator` (a command on the server) or `system` (a job).
    pub actor_kind: String,
    /// The account that did it; it may be gone.
    pub actor_id: Option<Uuid>,
    /// Its name today; none when the account is gone.
    pub actor_name: Option<String>,
    /// The session in which it did so.
    pub session_id: Option<Uuid>,
    /// Where the request came from: a /24 or a /48, never an address.
    pub address_prefix: Option<String>,
    /// The request, as the server's log names it.
    pub request_id: Option<String>,
    /// Stable name of what was done.
    #[schema(example = "role.granted")]
    pub action: String,
    /// Kind of what it was done to.
    #[schema(example = "account")]
    pub object_kind: Option<String>,
    /// Id of what it was done to.
    pub object_id: Option<String>,
    /// What was so before.
    pub before: Option<Value>,
    /// What is so after, or what was asked for.
    pub after: Option<Value>,
    /// `done` or `refused`.
    pub outcome: String,
    /// Stable code of the refusal.
    pub reason: Option<String>,
    /// BLAKE3 of the chain up to here, in hexadecimal.
    pub hash: String,
}

/// A page of the audit log, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AuditPage {
    /// The entries.
    pub items: Vec<AuditEntry>,
    /// `cursor` of the next page; none when there are no more.
    pub next_cursor: Option<String>,
    /// Every action that can be recorded, to choose from.
    pub actions: Vec<String>,
}

/// Whether the chain of the audit log is whole.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AuditChain {
    /// How many entries were verified.
    pub entries: u64,
    /// Number of the last entry; what to note down elsewhere, together with its hash.
    pub head_sequence: i64,
    /// Hash of the last entry, in hexadecimal.
    pub head_hash: String,
    /// What is wrong with the first entry that is; none when the chain is whole.
    pub fault: Option<String>,
}
