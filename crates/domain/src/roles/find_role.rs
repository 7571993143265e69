//! Look-ups of roles.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use sillon_database::{
    Reads,
    entities::{account_role, role},
    ids::{AccountId, RoleId},
    sea_orm,
};

use crate::{
    Failure,
    permissions::{PermissionSet, permissions_of_roles},
};

/// A role with what it permits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribedRole {
    /// The row.
    pub role: role::Model,
    /// What it permits.
    pub permissions: PermissionSet,
    /// How many accounts have it.
    pub people: u64,
}

/// The role of this id.
pub async fn find_role(tx: &impl Reads, id: RoleId) -> Result<Option<role::Model>, Failure> {
    Ok(role::Entity::find_by_id(id).one(tx.conn()).await?)
}

/// The role of this name, whatever its capitals.
pub async fn find_role_by_name(tx: &impl Reads, name: &str) -> Result<Option<role::Model>, Failure> {
    let key = name.trim().to_lowercase();
    Ok(role::Entity::find().filter(role::Column::NameKey.eq(key)).one(tx.conn()).await?)
}

/// A role with what it permits.
pub async fn describe_role(tx: &impl Reads, role: role::Model) -> Result<DescribedRole, Failure> {
    let mut described = describe(tx, vec![role]).await?;
    described.pop().ok_or_else(|| Failure::Broken("a role was not described".to_owned()))
}

/// Every role: Sillon's own, then the instance's in the order of their making.
pub async fn list_roles(tx: &impl Reads) -> Result<Vec<DescribedRole>, Failure> {
    let rows = role::Entity::find().order_by_asc(role::Column::CreatedAt).order_by_asc(role::Column::Id);
    describe(tx, rows.all(tx.conn()).await?).await
}

/// The roles of each of these accounts, in the order of [`list_roles`].
pub async fn roles_of_accounts(
    tx: &impl Reads,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, Vec<role::Model>>, Failure> {
    let granted = account_role::Entity::find()
        .filter(account_role::Column::AccountId.is_in(accounts.iter().copied()))
        .all(tx.conn())
        .await?;
    let all = role::Entity::find().filter(role::Column::Id.is_in(granted.iter().map(|granted| granted.role_id)));
    let all: HashMap<RoleId, role::Model> = all.all(tx.conn()).await?.into_iter().map(|role| (role.id, role)).collect();
    let mut found: HashMap<AccountId, Vec<role::Model>> = HashMap::new();
    for granted in granted {
        found.entry(granted.account_id).or_default().extend(all.get(&granted.role_id).cloned());
    }
    for roles in found.values_mut() {
        roles.sort_by_key(|role| (role.created_at, role.id));
    }
    Ok(found)
}

async fn describe(tx: &impl Reads, roles: Vec<role::Model>) -> Result<Vec<DescribedRole>, Failure> {
    let mut permissions = permissions_of_roles(tx, &roles).await?;
    let mut described = Vec::with_capacity(roles.len());
    for role in roles {
        let holders = account_role::Entity::find().filter(account_role::Column::RoleId.eq(role.id));
        described.push(DescribedRole {
            permissions: permissions.remove(&role.id).unwrap_or_default(),
            people: holders.count(tx.conn()).await?,
            role,
        });
    }
    Ok(described)
}
