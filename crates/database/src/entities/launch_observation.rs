//! What the launch monitor saw of one signal at one time. The verdict over them is the domain's.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::{LaunchCheckId, ObservationId};

/// How a signal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum SignalState {
    /// As it must be.
    #[sea_orm(string_value = "green")]
    Green,
    /// Not as it must be.
    #[sea_orm(string_value = "red")]
    Red,
    /// Nobody can say.
    #[sea_orm(string_value = "unchecked")]
    Unchecked,
}

/// A row of `launch_observations`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "launch_observations")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ObservationId,
    /// The check of all signals that it belongs to.
    pub check_id: LaunchCheckId,
    /// When that check was made.
    pub checked_at: DateTime<Utc>,
    /// Which signal.
    pub signal: String,
    /// How it stood.
    pub state: SignalState,
    /// What was measured, for people.
    pub value: Option<String>,
    /// What it is held against, for people.
    pub threshold: String,
    /// When the source itself saw it; none when the source does not say.
    pub observed_at: Option<DateTime<Utc>>,
    /// How old it may be, in seconds.
    pub age_limit_s: Option<i64>,
    /// Where it comes from.
    pub source: String,
    /// Why it stood so.
    pub reason: String,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
