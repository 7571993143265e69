//! A permission of a role that the instance made.

use sea_orm::entity::prelude::*;

use crate::ids::RoleId;

/// A row of `role_permissions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role_permissions")]
pub struct Model {
    /// The role.
    #[sea_orm(primary_key, auto_increment = false)]
    pub role_id: RoleId,
    /// Stable name of the permission. One that this version does not know grants nothing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub permission: String,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
