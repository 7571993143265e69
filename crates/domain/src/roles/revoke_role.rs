//! Takes a role from an account.

use sea_orm::EntityTrait;
use serde_json::json;
use sillon_database::{
    Reads, WriteTx,
    entities::{account_role, role::BuiltIn},
    ids::{AccountId, RoleId},
    sea_orm,
};

use super::{grant_role::permitted_role, keep_an_admin, lock_roles};
use crate::{
    Clock, Failure,
    audit::{Action, Entry, append},
    permissions::Authority,
};

/// Revokes the role; revoking what the account does not have is no error and is not recorded. The last admin stays one.
pub async fn revoke_role(
    tx: &mut WriteTx,
    clock: &Clock,
    authority: Authority<'_>,
    account: AccountId,
    role: RoleId,
) -> Result<(), Failure> {
    lock_roles(tx).await?;
    let role = permitted_role(tx, authority, account, role).await?;
    if role.built_in == Some(BuiltIn::Admin) {
        keep_an_admin(tx, account).await?;
    }
    let revoked = account_role::Entity::delete_by_id((account, role.id)).exec(tx.conn()).await?;
    if revoked.rows_affected == 1 {
        let entry = Entry::new(Action::RoleRevoked).on(account).before(json!({"role": role.name, "role_id": role.id}));
        append(tx, clock, &authority.origin(), entry);
    }
    Ok(())
}
