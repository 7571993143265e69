//! Changes name, description and permissions of a role of the instance.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use sillon_database::{
    Reads, WriteTx,
    entities::{role, role_permission},
    ids::RoleId,
    sea_orm,
};
use sillon_protocol::ErrorCode;

use super::{
    RoleText,
    create_role::{insert_permissions, taken},
    describe_role, find_role, lock_roles,
};
use crate::{
    Clock, Failure,
    audit::{Action, Entry, append},
    permissions::{Authority, Permission, PermissionSet, require_all},
};

/// Writes the whole role anew. Whoever changes it has every permission that it had and that it gets.
pub async fn change_role(
    tx: &mut WriteTx,
    clock: &Clock,
    authority: Authority<'_>,
    id: RoleId,
    text: &RoleText,
) -> Result<role::Model, Failure> {
    let ChangeableRole { role, now: before, permitted } = changeable_role(tx, authority, id).await?;
    require_all(&permitted, &text.permissions)?;
    if before == *text {
        return Ok(role);
    }
    let mut change = role.into_active_model();
    change.name = Set(text.name.clone());
    change.name_key = Set(text.key());
    change.description = Set(text.description.clone());
    let role = change.update(tx.conn()).await.map_err(taken)?;
    role_permission::Entity::delete_many().filter(role_permission::Column::RoleId.eq(id)).exec(tx.conn()).await?;
    insert_permissions(tx, id, &text.permissions).await?;
    let entry = Entry::new(Action::RoleChanged).on(id).before(before.state()).after(text.state());
    append(tx, clock, &authority.origin(), entry);
    Ok(role)
}

/// A role that may be changed.
pub(super) struct ChangeableRole {
    pub(super) role: role::Model,
    /// What it is now.
    pub(super) now: RoleText,
    /// What whoever changes it may do.
    pub(super) permitted: PermissionSet,
}

/// The role, behind the lock, if this authority may change it.
pub(super) async fn changeable_role(
    tx: &mut WriteTx,
    authority: Authority<'_>,
    id: RoleId,
) -> Result<ChangeableRole, Failure> {
    lock_roles(tx).await?;
    let permitted = authority.require(tx, Permission::ManageRoles).await?;
    let role = find_role(tx, id).await?.ok_or_else(|| Failure::not_found("role"))?;
    if role.built_in.is_some() {
        let detail = "Sillon's own roles are the same everywhere. Make a role of your own instead.";
        return Err(Failure::refused(ErrorCode::RoleBuiltIn, detail));
    }
    let described = describe_role(tx, role).await?;
    require_all(&permitted, &described.permissions)?;
    let role = described.role;
    let (name, description) = (role.name.clone(), role.description.clone());
    let now = RoleText { name, description, permissions: described.permissions };
    Ok(ChangeableRole { role, now, permitted })
}
