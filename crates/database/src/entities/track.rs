//! A track and where it stands on its way from upload to listeners.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, JobId, ReleaseId, TrackId, VersionId};

/// Where a track stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// The file is here, its encode waits for its turn.
    #[sea_orm(string_value = "uploaded")]
    Uploaded,
    /// A worker encodes it.
    #[sea_orm(string_value = "encoding")]
    Encoding,
    /// Listeners hear the current version.
    #[sea_orm(string_value = "published")]
    Published,
    /// It could not be encoded; the reason is in the row.
    #[sea_orm(string_value = "failed")]
    Failed,
}

/// A row of `tracks`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "tracks")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TrackId,
    /// Whose track it is.
    pub creator_id: AccountId,
    /// The release it belongs to, if any.
    pub release_id: Option<ReleaseId>,
    /// Its place in the release, from 1.
    pub position: Option<i32>,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: State,
    /// Why it failed, for machines.
    pub failure_code: Option<String>,
    /// Why it failed, for its creator.
    pub failure_detail: Option<String>,
    /// The job that encodes it.
    pub encode_job_id: JobId,
    /// What listeners hear. Invariant: set exactly when published.
    pub current_version_id: Option<VersionId>,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
