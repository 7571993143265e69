//! A role: one that Sillon brings, or one that the instance made. What roles may do is the domain's.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use crate::ids::RoleId;

/// A role that every instance has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum BuiltIn {
    /// Runs the instance.
    #[sea_orm(string_value = "admin")]
    Admin,
    /// Keeps the peace.
    #[sea_orm(string_value = "moderator")]
    Moderator,
    /// Uploads music.
    #[sea_orm(string_value = "creator")]
    Creator,
    /// Listens.
    #[sea_orm(string_value = "listener")]
    Listener,
}

impl BuiltIn {
    /// As it stands in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Moderator => "moderator",
            Self::Creator => "creator",
            Self::Listener => "listener",
        }
    }
}

impl BuiltIn {
    /// The id that migration 0010 gave it, the same on every instance.
    pub fn id(self) -> RoleId {
        let place = match self {
            Self::Admin => 1,
            Self::Moderator => 2,
            Self::Creator => 3,
            Self::Listener => 4,
        };
        RoleId(Uuid::from_u128(0x7000_8000_0000_0000_0000 | place))
    }
}

/// A row of `roles`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "roles")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoleId,
    /// Which of Sillon's roles it is; none for a role of the instance.
    pub built_in: Option<BuiltIn>,
    /// Its name.
    pub name: String,
    /// The name in the form that is compared: one role per key.
    pub name_key: String,
    /// What it is for.
    pub description: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
