//! Who acts: an account in a session, and what it may do.

use sillon_database::{entities::account, ids::SessionId};

use crate::{
    Failure,
    audit::Origin,
    ids::AccountId,
    permissions::{Permission, PermissionSet, lacks},
};

/// A person who is signed in.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The account.
    pub account: account::Model,
    /// The session in which it acts.
    pub session_id: SessionId,
    /// What its roles permit, read together with the session.
    pub permissions: PermissionSet,
    /// Where its request comes from, for the audit log.
    pub origin: Origin,
}

impl Actor {
    /// The account's id.
    pub fn id(&self) -> AccountId {
        self.account.id
    }

    /// Whether this person may do that.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(permission)
    }

    /// Refuses unless this person may do that.
    pub fn require(&self, permission: Permission) -> Result<(), Failure> {
        if self.may(permission) { Ok(()) } else { Err(lacks(permission)) }
    }

    /// Whether this person may change music that belongs to that account.
    pub fn may_manage(&self, owner: AccountId) -> bool {
        self.account.id == owner || self.may(Permission::ManageMusic)
    }
}
