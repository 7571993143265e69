//! `POST /api/v1/accounts/me/exports`

use axum::{Json, extract::State};
use http::StatusCode;
use sillon_domain::{Context, accounts::confirm_password, audit::Action, exports, jobs::find_job};
use sillon_http::{ApiResult, InPerson, JsonBody};
use sillon_protocol::{ConfirmPassword, Export, ProblemDetails};

use super::present_export;

/// Asks for an archive of everything that the person has here. It is made in the background; while one is being made,
/// asking again gives that one. It takes the place of the one before when it is ready.
#[utoipa::path(
    post, path = "/api/v1/accounts/me/exports", tag = "accounts", request_body = ConfirmPassword,
    responses(
        (status = 202, body = Export),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn request_export(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
    JsonBody(body): JsonBody<ConfirmPassword>,
) -> ApiResult<(StatusCode, Json<Export>)> {
    confirm_password(&ctx, &actor, Action::ExportRequested, body.current_password).await?;
    let mut tx = ctx.db.write().await?;
    let export = exports::request_export(&mut tx, &ctx.clock, &actor).await?;
    let job = find_job(&tx, export.job_id).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    Ok((StatusCode::ACCEPTED, Json(present_export((export, job)))))
}
