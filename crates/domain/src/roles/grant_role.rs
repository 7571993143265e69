//! Gives a role to an account.

use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use serde_json::json;
use sillon_database::{
    Reads, WriteTx,
    entities::{
        account_role,
        role::{self, BuiltIn},
    },
    ids::{AccountId, RoleId},
    sea_orm,
};

use super::{find_role, lock_roles};
use crate::{
    Clock, Failure,
    accounts::account_by_id,
    audit::{Action, Entry, append},
    permissions::{Authority, Permission, permissions_of_roles, require_all},
};

/// Grants the role; granting it twice is no error and is recorded once.
pub async fn grant_role(
    tx: &mut WriteTx,
    clock: &Clock,
    authority: Authority<'_>,
    account: AccountId,
    role: RoleId,
) -> Result<(), Failure> {
    lock_roles(tx).await?;
    let role = permitted_role(tx, authority, account, role).await?;
    if insert(tx, clock, account, role.id).await? {
        let entry = Entry::new(Action::RoleGranted).on(account).after(json!({"role": role.name, "role_id": role.id}));
        append(tx, clock, &authority.origin(), entry);
    }
    Ok(())
}

/// Gives a new account one of Sillon's own roles: at set-up, sign-up, on the command line. Recorded with the account.
pub async fn give_built_in_role(
    tx: &mut WriteTx,
    clock: &Clock,
    account: AccountId,
    role: BuiltIn,
) -> Result<(), Failure> {
    insert(tx, clock, account, role.id()).await.map(|_| ())
}

/// The role, if this authority may give it to that account or take it away.
pub(super) async fn permitted_role(
    tx: &WriteTx,
    authority: Authority<'_>,
    account: AccountId,
    role: RoleId,
) -> Result<role::Model, Failure> {
    let permitted = authority.require(tx, Permission::GrantRoles).await?;
    account_by_id(tx, account).await?.ok_or_else(|| Failure::not_found("account"))?;
    let role = find_role(tx, role).await?.ok_or_else(|| Failure::not_found("role"))?;
    let wanted = permissions_of_roles(tx, std::slice::from_ref(&role)).await?;
    for permissions in wanted.values() {
        require_all(&permitted, permissions)?;
    }
    Ok(role)
}

/// Inserts the row; says whether it was new.
async fn insert(tx: &mut WriteTx, clock: &Clock, account: AccountId, role: RoleId) -> Result<bool, Failure> {
    let row = account_role::ActiveModel { account_id: Set(account), role_id: Set(role), granted_at: Set(clock.now()) };
    let both = [account_role::Column::AccountId, account_role::Column::RoleId];
    let inserted = account_role::Entity::insert(row)
        .on_conflict(OnConflict::columns(both).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(inserted == 1)
}
