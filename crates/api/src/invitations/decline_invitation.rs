//! `POST /api/v1/invitations/{id}/decline`

use axum::extract::State;
use http::StatusCode;
use sillon_domain::{Context, ids::InvitationId, invitations};
use sillon_http::{ApiResult, PathParts, RequestOrigin};
use sillon_protocol::ProblemDetails;
use uuid::Uuid;

/// Says no to an invitation: it stops working, and its address gets no other. Mail programs call this with one click
/// (RFC 8058); whatever they send along is not read. An invitation that is not there gets the same answer.
#[utoipa::path(
    post, path = "/api/v1/invitations/{id}/decline", tag = "invitations",
    params(("id" = Uuid, Path, description = "From the mail; whoever has it may decline")),
    responses(
        (status = 204, description = "Declined"),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn decline_invitation(
    State(ctx): State<Context>,
    RequestOrigin(origin): RequestOrigin,
    PathParts(id): PathParts<Uuid>,
) -> ApiResult<StatusCode> {
    let mut tx = ctx.db.write().await?;
    invitations::decline_invitation(&mut tx, &ctx.clock, &origin, InvitationId(id)).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
