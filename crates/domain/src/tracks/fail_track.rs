//! A track that cannot be encoded: its creator is told why, and its file goes.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        track::{self, State},
        upload,
    },
    ids::{JobId, TrackId},
    sea_orm,
};

use super::tell_creator::tell_of_failure;
use crate::{
    Clock, Failure,
    jobs::{FailedAttempt, Lease, stop_job},
};

/// Why it cannot be encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackFailure {
    /// Stable code.
    pub code: String,
    /// A sentence for the creator.
    pub detail: String,
}

/// Ends the job, marks the track as failed, tells its creator and forgets the upload, in one transaction.
/// Gives the names of the originals to remove after the commit; none when the lease was lost.
pub async fn fail_track(
    tx: &mut WriteTx,
    clock: &Clock,
    lease: Lease,
    attempt: i32,
    track_id: TrackId,
    failure: &TrackFailure,
) -> Result<Option<Vec<String>>, Failure> {
    let error = format!("{}: {}", failure.code, failure.detail);
    if !stop_job(tx, clock, lease, FailedAttempt { attempt, error: &error }).await? {
        return Ok(None);
    }
    track::Entity::update_many()
        .col_expr(track::Column::State, Expr::value(State::Failed))
        .col_expr(track::Column::FailureCode, Expr::value(&*failure.code))
        .col_expr(track::Column::FailureDetail, Expr::value(&*failure.detail))
        .filter(track::Column::Id.eq(track_id))
        .filter(track::Column::CurrentVersionId.is_null())
        .exec(tx.conn())
        .await?;
    tell_of_failure(tx, clock, track_id, failure).await?;
    let of_track = upload::Column::TrackId.eq(track_id);
    let uploads = upload::Entity::find().filter(of_track.clone()).all(tx.conn()).await?;
    upload::Entity::delete_many().filter(of_track).exec(tx.conn()).await?;
    Ok(Some(uploads.into_iter().map(|upload| upload.blob).collect()))
}

/// The operator cancelled the encode: the creator is told, and the upload stays, so that it can be redriven.
pub(crate) async fn mark_encode_cancelled(tx: &mut WriteTx, job: JobId) -> Result<(), Failure> {
    track::Entity::update_many()
        .col_expr(track::Column::State, Expr::value(State::Failed))
        .col_expr(track::Column::FailureCode, Expr::value("media.cancelled"))
        .col_expr(track::Column::FailureDetail, Expr::value("The people who run this place stopped the encode."))
        .filter(track::Column::EncodeJobId.eq(job))
        .filter(track::Column::CurrentVersionId.is_null())
        .exec(tx.conn())
        .await?;
    Ok(())
}
