//! A time in which a part of the instance was not well. The rules live in the domain.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use super::status_component::State;
use crate::ids::IncidentId;

/// A row of `status_incidents`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "status_incidents")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IncidentId,
    /// Which part.
    pub component: String,
    /// The worst that it was.
    pub state: State,
    /// When it was first seen.
    pub began_at: DateTime<Utc>,
    /// When it was over; none while it lasts. Invariant: a part has at most one that lasts.
    pub ended_at: Option<DateTime<Utc>>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
