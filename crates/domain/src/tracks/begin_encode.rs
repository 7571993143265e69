//! What an encode needs to know, and the mark that it runs.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        track::{self, State},
        upload,
    },
    ids::TrackId,
    sea_orm,
};

use crate::Failure;

/// The file to encode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeSource {
    /// Its name among the originals.
    pub blob: String,
}

/// Marks the track as being encoded, also one whose cancelled job was redriven; none when the track was deleted, and there is nothing to do.
pub async fn begin_encode(tx: &mut WriteTx, track_id: TrackId) -> Result<Option<EncodeSource>, Failure> {
    let upload = upload::Entity::find().filter(upload::Column::TrackId.eq(track_id)).one(tx.conn()).await?;
    let Some(upload) = upload else { return Ok(None) };
    track::Entity::update_many()
        .col_expr(track::Column::State, Expr::value(State::Encoding))
        .col_expr(track::Column::FailureCode, Expr::cust("NULL"))
        .col_expr(track::Column::FailureDetail, Expr::cust("NULL"))
        .filter(track::Column::Id.eq(track_id))
        .filter(track::Column::State.is_in([State::Uploaded, State::Failed]))
        .exec(tx.conn())
        .await?;
    Ok(Some(EncodeSource { blob: upload.blob }))
}
