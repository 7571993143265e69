//! Why an attempt of a job failed. Attempts that went well leave no row.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::JobId;

/// A row of `job_failures`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "job_failures")]
pub struct Model {
    /// The job.
    #[sea_orm(primary_key, auto_increment = false)]
    pub job_id: JobId,
    /// Which attempt, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub attempt: i32,
    /// When it failed.
    pub failed_at: DateTime<Utc>,
    /// What went wrong.
    pub error: String,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
