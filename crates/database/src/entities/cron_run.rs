//! A run of the schedule: name and time, inserted together with its job.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::JobId;

/// A row of `cron_runs`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "cron_runs")]
pub struct Model {
    /// Which entry of the schedule.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The time at which it was due.
    #[sea_orm(primary_key, auto_increment = false)]
    pub due_at: DateTime<Utc>,
    /// The job that runs it; none when an earlier run was not finished yet.
    pub job_id: Option<JobId>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
