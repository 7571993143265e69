//! An archive of everything that a person has here. Rules about it live in the domain.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, ExportId, JobId};

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// It is being made.
    #[sea_orm(string_value = "waiting")]
    Waiting,
    /// Its owner can fetch it.
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
    /// The job that makes it.
    pub job_id: JobId,
    /// How far it is.
    pub state: State,
    /// Name of the file, once it is ready.
    pub blob: Option<String>,
    /// Size of the file.
    pub size_bytes: Option<i64>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When the file is removed.
    pub expires_at: Option<DateTime<Utc>>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
