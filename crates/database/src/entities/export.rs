//! Everything that an account has, as one file for its owner.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, ExportId};

/// Where an export stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// Its job has not ended.
    #[sea_orm(string_value = "waiting")]
    Waiting,
    /// It can be fetched.
    #[sea_orm(string_value = "ready")]
    Ready,
    /// It could not be made.
    #[sea_orm(string_value = "failed")]
    Failed,
}

/// A row of `exports`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "exports")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExportId,
    /// Whose it is.
    pub account_id: AccountId,
    /// Where it stands.
    pub state: State,
    /// Name of the file on the shelf of exports.
    pub blob: Option<String>,
    /// Size of the file.
    pub size_bytes: Option<i64>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When the file is removed.
    pub expires_at: DateTime<Utc>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
