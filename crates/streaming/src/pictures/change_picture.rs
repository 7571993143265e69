//! What the routes of every subject do: show, receive, take away.

use axum::{Json, extract::Request};
use http::StatusCode;
use serde::Deserialize;
use sillon_domain::{
    Context,
    blobs::Shelf,
    ids::PictureId,
    pictures::{ArrivedPicture, Subject, find_slot, place_picture, remove_pictures, require_picture_rights},
    sessions::Actor,
};
use sillon_http::{ApiError, ApiResult, present_slot};
use sillon_protocol::{ErrorCode, PictureSlot};

use super::spool_picture::{refuse_too_large, spool_picture};
use crate::uploads::{ArrivingFile, declared_bytes};

const CENTRE_PERCENT: u8 = 50;

/// What is said beside the bytes.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PictureQuery {
    /// Where along its longer side the square is cut out: 0 is the left or upper end, 100 the right or lower one; the
    /// middle when it is not given.
    #[param(minimum = 0, maximum = 100)]
    framing_percent: Option<u8>,
}

impl PictureQuery {
    fn framing_percent(&self) -> ApiResult<u8> {
        match self.framing_percent.unwrap_or(CENTRE_PERCENT) {
            percent @ 0..=100 => Ok(percent),
            _ => Err(ApiError::refused(ErrorCode::InvalidQuery, "framing_percent is a number from 0 to 100.")),
        }
    }
}

/// What the one who manages a thing sees of its pictures.
pub(super) async fn show_slot(ctx: &Context, actor: &Actor, subject: Subject) -> ApiResult<Json<PictureSlot>> {
    let tx = ctx.db.read().await?;
    require_picture_rights(&tx, actor, subject).await?;
    Ok(Json(present_slot(find_slot(&tx, subject).await?)))
}

/// Makes the file durable first, then the row and the job that name it in one transaction. A kill between the two leaves
/// a file without a row, which the sweep removes.
pub(super) async fn receive_picture(
    ctx: &Context,
    actor: &Actor,
    subject: Subject,
    query: &PictureQuery,
    request: Request,
) -> ApiResult<(StatusCode, Json<PictureSlot>)> {
    let framing_percent = query.framing_percent()?;
    require_picture_rights(&ctx.db.read().await?, actor, subject).await?;
    refuse_too_large(declared_bytes(request.headers()))?;
    let id = PictureId::new(ctx.clock.now());
    let mut file = ArrivingFile::new(ctx.blobs.clone(), id);
    let format = spool_picture(&file, request.into_body()).await?;
    let original = id.to_string();
    file.move_to(Shelf::Pictures, &original).await?;
    let media_type = format.media_type().to_owned();
    let arrived = ArrivedPicture { id, original, media_type, framing_percent };
    let mut tx = ctx.db.write().await?;
    require_picture_rights(&tx, actor, subject).await?;
    let removed = place_picture(&mut tx, &ctx.clock, subject, arrived).await?;
    let slot = find_slot(&tx, subject).await?;
    tx.commit().await?;
    file.keep();
    ctx.job_signal.wake();
    removed.remove_files(&ctx.blobs).await;
    Ok((StatusCode::ACCEPTED, Json(present_slot(slot))))
}

/// Removes the shown picture and the one on its way; none to remove is no error.
pub(super) async fn take_away(ctx: &Context, actor: &Actor, subject: Subject) -> ApiResult<StatusCode> {
    let mut tx = ctx.db.write().await?;
    require_picture_rights(&tx, actor, subject).await?;
    let removed = remove_pictures(&mut tx, subject).await?;
    tx.commit().await?;
    removed.remove_files(&ctx.blobs).await;
    Ok(StatusCode::NO_CONTENT)
}
