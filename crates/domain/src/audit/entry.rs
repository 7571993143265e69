//! What one entry says.

use serde_json::Value;
use sillon_database::ids::{AccountId, AppPasswordId, InvitationId, JobId, RoleId, SessionId, TrackId};

use super::Action;

/// What something was done to: a kind and an id, kept when the thing is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Stable name of the kind.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
}

macro_rules! objects {
    ($($id:ident = $kind:literal;)*) => {
        $(impl From<$id> for Object {
            fn from(id: $id) -> Self {
                Self { kind: $kind, id: id.to_string() }
            }
        })*
    };
}

objects! {
    AccountId = "account";
    SessionId = "session";
    RoleId = "role";
    TrackId = "track";
    JobId = "job";
    AppPasswordId = "app_password";
    InvitationId = "invitation";
}

/// What is recorded.
///
/// ```
/// use serde_json::json;
/// use sillon_domain::audit::{Action, Entry};
/// # use sillon_domain::ids::AccountId;
/// # fn example(account: AccountId) -> Entry {
/// Entry::new(Action::AccountSuspended).on(account).after(json!({"suspended": true}))
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub(super) action: Action,
    pub(super) object: Option<Object>,
    pub(super) before: Option<Value>,
    pub(super) after: Option<Value>,
    pub(super) refusal: Option<String>,
}

impl Entry {
    /// An action that is done in the transaction that the entry is appended to.
    pub fn new(action: Action) -> Self {
        Self { action, object: None, before: None, after: None, refusal: None }
    }

    /// What it was done to.
    #[must_use]
    pub fn on(self, object: impl Into<Object>) -> Self {
        Self { object: Some(object.into()), ..self }
    }

    /// What was so before, field by field. Invariant: no secrets, no addresses of people.
    #[must_use]
    pub fn before(self, state: Value) -> Self {
        Self { before: Some(state), ..self }
    }

    /// What is so after, or what was asked for when it is refused.
    #[must_use]
    pub fn after(self, state: Value) -> Self {
        Self { after: Some(state), ..self }
    }

    /// It was refused, for the reason of this stable code.
    #[must_use]
    pub fn refused(self, code: &str) -> Self {
        Self { refusal: Some(code.to_owned()), ..self }
    }
}
