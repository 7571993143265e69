//! Reads what an account may do.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use sillon_database::{
    Reads,
    entities::{account_role, role, role_permission},
    ids::{AccountId, RoleId},
    sea_orm,
};

use super::{Permission, PermissionSet};
use crate::Failure;

/// Everything that the roles of an account permit. One query, and a second when a role of the instance is among them.
pub async fn permissions_of(tx: &impl Reads, account: AccountId) -> Result<PermissionSet, Failure> {
    let granted = account_role::Entity::find()
        .select_only()
        .column(account_role::Column::RoleId)
        .filter(account_role::Column::AccountId.eq(account))
        .into_query();
    let roles = role::Entity::find().filter(role::Column::Id.in_subquery(granted)).all(tx.conn()).await?;
    let mut all = PermissionSet::default();
    for permissions in permissions_of_roles(tx, &roles).await?.values() {
        all.extend(permissions);
    }
    Ok(all)
}

/// What each of these roles permits.
pub async fn permissions_of_roles(
    tx: &impl Reads,
    roles: &[role::Model],
) -> Result<HashMap<RoleId, PermissionSet>, Failure> {
    let mut found: HashMap<RoleId, PermissionSet> =
        roles.iter().map(|role| (role.id, role.built_in.map(PermissionSet::of_built_in).unwrap_or_default())).collect();
    let own: Vec<RoleId> = roles.iter().filter(|role| role.built_in.is_none()).map(|role| role.id).collect();
    if own.is_empty() {
        return Ok(found);
    }
    let rows = role_permission::Entity::find().filter(role_permission::Column::RoleId.is_in(own)).all(tx.conn());
    for row in rows.await? {
        if let Some(permission) = Permission::of_name(&row.permission) {
            found.entry(row.role_id).or_default().extend(&[permission].into_iter().collect());
        }
    }
    Ok(found)
}

/// Names in roles that this version does not know, which grant nothing.
pub async fn unknown_permissions(tx: &impl Reads) -> Result<Vec<String>, Failure> {
    let names: Vec<String> = role_permission::Entity::find()
        .select_only()
        .column(role_permission::Column::Permission)
        .distinct()
        .order_by_asc(role_permission::Column::Permission)
        .into_tuple()
        .all(tx.conn())
        .await?;
    Ok(names.into_iter().filter(|name| Permission::of_name(name).is_none()).collect())
}
