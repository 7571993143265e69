//! A picture: an avatar or an artwork, from the file that was sent to its thumbnails.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, PictureId, ReleaseId, TrackId};

/// Where a picture stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// Its thumbnails are still to be made; what it replaces is shown meanwhile.
    #[sea_orm(string_value = "waiting")]
    Waiting,
    /// It is shown.
    #[sea_orm(string_value = "ready")]
    Ready,
    /// It could not be read; the reason is in the row.
    #[sea_orm(string_value = "failed")]
    Failed,
}

/// A row of `pictures`. Invariants: it belongs to exactly one thing; a thing has at most one that is ready and one that is not.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "pictures")]
pub struct Model {
    /// Primary key; part of every address of a thumbnail.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PictureId,
    /// The account whose avatar it is.
    pub account_id: Option<AccountId>,
    /// The release whose artwork it is.
    pub release_id: Option<ReleaseId>,
    /// The track whose artwork it is.
    pub track_id: Option<TrackId>,
    /// Where it stands.
    pub state: State,
    /// Name of the file as it was sent, among the pictures.
    pub original: String,
    /// Media type of that file, by its content.
    pub media_type: String,
    /// Where along its longer side the square is cut out, 0 to 100.
    pub framing_percent: i32,
    /// Name of the folder of its thumbnails. Set exactly when ready, as the next two are.
    pub folder: Option<String>,
    /// Side of the square that was cut out, in pixels: it decides which thumbnails there are.
    pub side_px: Option<i32>,
    /// Placeholder (`BlurHash`).
    pub blurhash: Option<String>,
    /// Why it failed, for machines.
    pub failure_code: Option<String>,
    /// Why it failed, for its owner.
    pub failure_detail: Option<String>,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
