//! Who acts: an account in a session, and what it may do.

use sillon_database::{
    entities::account::{self, Role},
    ids::SessionId,
};
use sillon_protocol::ErrorCode;

use crate::{Failure, ids::AccountId};

/// A person who is signed in.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The account.
    pub account: account::Model,
    /// The session in which it acts.
    pub session_id: SessionId,
}

impl Actor {
    /// The account's id.
    pub fn id(&self) -> AccountId {
        self.account.id
    }

    /// Whether this person may upload music.
    pub fn may_upload(&self) -> bool {
        self.account.role != Role::Listener
    }

    /// Refuses unless this person may upload music.
    pub fn require_upload(&self) -> Result<(), Failure> {
        if self.may_upload() {
            return Ok(());
        }
        Err(Failure::refused(
            ErrorCode::Forbidden,
            "Your account may listen, not upload. Ask the people who run this place.",
        ))
    }

    /// Refuses unless this person runs the instance.
    pub fn require_admin(&self) -> Result<(), Failure> {
        if self.account.role == Role::Admin {
            return Ok(());
        }
        Err(Failure::refused(ErrorCode::Forbidden, "Only the people who run this place may do this."))
    }

    /// Whether this person may change what belongs to that account.
    pub fn may_manage(&self, owner: AccountId) -> bool {
        self.account.role == Role::Admin || self.account.id == owner
    }
}
