//! Who decides about people and roles: a person within their permissions, or the operator on the command line.

use sillon_database::WriteTx;
use sillon_protocol::ErrorCode;

use super::{Permission, PermissionSet, permissions_of};
use crate::{Failure, accounts::account_by_id, audit::Origin, ids::AccountId, sessions::Actor};

/// Who decides.
#[derive(Clone, Copy, Debug)]
pub enum Authority<'a> {
    /// Whoever runs commands on the server: everything is permitted.
    Operator,
    /// A person who is signed in.
    Person(&'a Actor),
}

impl Authority<'_> {
    /// Where the decision comes from.
    pub fn origin(&self) -> Origin {
        match self {
            Self::Operator => Origin::operator(),
            Self::Person(actor) => actor.origin.clone(),
        }
    }

    /// Whether this account is the one that decides.
    pub fn is(&self, account: AccountId) -> bool {
        matches!(self, Self::Person(actor) if actor.id() == account)
    }

    /// Refuses unless this is permitted now, and gives everything that is.
    ///
    /// Read again inside the transaction, behind the lock of [`lock_roles`](crate::roles::lock_roles): whoever lost a
    /// permission a moment ago does not use it any more.
    pub(crate) async fn require(&self, tx: &WriteTx, permission: Permission) -> Result<PermissionSet, Failure> {
        let Self::Person(actor) = self else { return Ok(PermissionSet::all()) };
        let account = account_by_id(tx, actor.id()).await?;
        let permitted = match account {
            Some(account) if account.suspended_at.is_none() => permissions_of(tx, account.id).await?,
            _ => PermissionSet::default(),
        };
        if permitted.contains(permission) { Ok(permitted) } else { Err(lacks(permission)) }
    }
}

/// Nobody gives, takes or touches what they do not have.
pub(crate) fn require_all(permitted: &PermissionSet, wanted: &PermissionSet) -> Result<(), Failure> {
    let beyond = wanted.beyond(permitted);
    if beyond.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = beyond.iter().map(|permission| permission.name()).collect();
    let detail = format!("This goes beyond what you may do yourself: {}.", names.join(", "));
    Err(Failure::refused(ErrorCode::BeyondOwnPermissions, detail))
}

/// The refusal for somebody who lacks a permission.
pub(crate) fn lacks(permission: Permission) -> Failure {
    let detail = format!("You lack the permission {}. Ask the people who run this place.", permission.name());
    Failure::refused(ErrorCode::Forbidden, detail)
}
