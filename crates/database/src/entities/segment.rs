//! One media segment: a byte range of its rendition's file.

use sea_orm::entity::prelude::*;

use crate::ids::RenditionId;

/// A row of `segments`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "segments")]
pub struct Model {
    /// The rendition it belongs to.
    #[sea_orm(primary_key, auto_increment = false)]
    pub rendition_id: RenditionId,
    /// Its number, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// Where it begins in the file.
    pub offset_bytes: i64,
    /// Its length in bytes.
    pub length_bytes: i64,
    /// Decode time of its first sample, in ticks of the rendition.
    pub start_ticks: i64,
    /// Its length in ticks.
    pub duration_ticks: i64,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
