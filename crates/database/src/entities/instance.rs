//! The one row of what belongs to the instance as a whole: whether it has been set up, and its secret.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// The row of `instance` (its id is 1).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "instance")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// When the first admin was made; none before.
    pub set_up_at: Option<DateTime<Utc>>,
    /// 32 random bytes from which keys are derived; none until they are first needed.
    pub secret: Option<Vec<u8>>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
