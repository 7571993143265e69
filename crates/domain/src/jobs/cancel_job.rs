//! Cancels a job in any unfinished state. A worker that runs it loses its lease and stops.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use sillon_database::{
    Reads, WriteTx,
    entities::job::{self, Column, State},
    ids::JobId,
    sea_orm,
};
use sillon_protocol::ErrorCode;

use super::{EncodeTrack, JobKind, MakeExport, MakeThumbnails, find_job, lease::without_lease};
use crate::{
    Clock, Failure,
    audit::{Action, Entry, Origin, append},
    exports::fail_export,
    pictures::{PictureFailure, fail_picture},
    tracks::mark_encode_cancelled,
};

/// Cancels the job; false when it had already ended.
pub async fn cancel_job(tx: &mut WriteTx, clock: &Clock, id: JobId) -> Result<bool, Failure> {
    let cancelled = without_lease(job::Entity::update_many())
        .col_expr(Column::State, Expr::value(State::Cancelled))
        .col_expr(Column::FinalizedAt, Expr::value(clock.now()))
        .filter(Column::Id.eq(id))
        .filter(Column::FinalizedAt.is_null())
        .exec(tx.conn())
        .await?;
    Ok(cancelled.rows_affected == 1)
}

/// Cancels a job for the operator and tells whom it concerns: the creator of a track that is not encoded
/// now, the owner of a picture that is not shown now, whoever waits for an export.
pub async fn cancel_job_by_operator(
    tx: &mut WriteTx,
    clock: &Clock,
    origin: &Origin,
    id: JobId,
) -> Result<job::Model, Failure> {
    let job = find_job(tx, id).await?.ok_or_else(|| Failure::not_found("job"))?;
    if !cancel_job(tx, clock, id).await? {
        let detail = format!("It is {} already.", job.state.as_str());
        return Err(Failure::refused(ErrorCode::JobNotInState, detail));
    }
    let before = json!({"kind": job.kind, "state": job.state.as_str()});
    append(tx, clock, origin, Entry::new(Action::JobCancelled).on(id).before(before));
    let job::Model { kind, args, .. } = job;
    if kind == EncodeTrack::KIND {
        mark_encode_cancelled(tx, id).await?;
    }
    if kind == MakeThumbnails::KIND
        && let Ok(MakeThumbnails { picture_id }) = serde_json::from_value(args.clone())
    {
        let detail = "The people who run this place stopped the work on it.".to_owned();
        fail_picture(tx, picture_id, &PictureFailure { code: "picture.cancelled".to_owned(), detail }).await?;
    }
    if kind == MakeExport::KIND
        && let Ok(MakeExport { account_id }) = serde_json::from_value(args)
    {
        fail_export(tx, account_id).await?;
    }
    find_job(tx, id).await?.ok_or_else(|| Failure::not_found("job"))
}
