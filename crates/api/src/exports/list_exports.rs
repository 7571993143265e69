//! `GET /api/v1/accounts/me/exports`

use axum::{Json, extract::State};
use sillon_domain::{Context, exports};
use sillon_http::{ApiResult, InPerson};
use sillon_protocol::{ExportList, ProblemDetails};

use super::present_export;

/// The exports that can be fetched or are being made.
#[utoipa::path(
    get, path = "/api/v1/accounts/me/exports", tag = "accounts",
    responses(
        (status = 200, body = ExportList),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_exports(State(ctx): State<Context>, InPerson(actor): InPerson) -> ApiResult<Json<ExportList>> {
    let exports = exports::list_exports(&ctx.db.read().await?, &ctx.clock, actor.id()).await?;
    Ok(Json(ExportList { items: exports.into_iter().map(present_export).collect() }))
}
