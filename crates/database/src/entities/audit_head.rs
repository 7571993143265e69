//! The end of the audit log's chain.

use sea_orm::entity::prelude::*;

/// The row of `audit_head` (its id is 1).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_head")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// Number of the last entry; 0 when there is none.
    pub sequence: i64,
    /// Its hash; zeros when there is none.
    pub hash: Vec<u8>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
