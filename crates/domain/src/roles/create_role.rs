//! Makes a role of the instance.

use sea_orm::{ActiveValue::Set, EntityTrait};
use sillon_database::{
    Reads, WriteTx,
    entities::{role, role_permission},
    ids::RoleId,
    is_unique_violation, sea_orm,
};
use sillon_protocol::ErrorCode;

use super::{RoleText, lock_roles};
use crate::{
    Clock, Failure,
    audit::{Action, Entry, append},
    permissions::{Authority, Permission, PermissionSet, require_all},
};

/// Makes the role, with permissions that its maker has.
pub async fn create_role(
    tx: &mut WriteTx,
    clock: &Clock,
    authority: Authority<'_>,
    text: &RoleText,
) -> Result<role::Model, Failure> {
    lock_roles(tx).await?;
    let permitted = authority.require(tx, Permission::ManageRoles).await?;
    require_all(&permitted, &text.permissions)?;
    let now = clock.now();
    let row = role::ActiveModel {
        id: Set(RoleId::new(now)),
        built_in: Set(None),
        name: Set(text.name.clone()),
        name_key: Set(text.key()),
        description: Set(text.description.clone()),
        created_at: Set(now),
    };
    let role = role::Entity::insert(row).exec_with_returning(tx.conn()).await.map_err(taken)?;
    insert_permissions(tx, role.id, &text.permissions).await?;
    append(tx, clock, &authority.origin(), Entry::new(Action::RoleCreated).on(role.id).after(text.state()));
    Ok(role)
}

pub(super) async fn insert_permissions(
    tx: &mut WriteTx,
    role: RoleId,
    permissions: &PermissionSet,
) -> Result<(), Failure> {
    let rows: Vec<_> = permissions
        .iter()
        .map(|permission| role_permission::ActiveModel {
            role_id: Set(role),
            permission: Set(permission.name().to_owned()),
        })
        .collect();
    if !rows.is_empty() {
        role_permission::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Two roles cannot have one name.
pub(super) fn taken(error: sea_orm::DbErr) -> Failure {
    if is_unique_violation(&error) {
        return Failure::refused(ErrorCode::RoleNameTaken, "Another role has this name. Choose another.");
    }
    error.into()
}
