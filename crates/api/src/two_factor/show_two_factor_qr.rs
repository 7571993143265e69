//! `GET /api/v1/accounts/me/two-factor/qr.svg`

use axum::extract::State;
use http::header;
use sillon_domain::{Context, two_factor};
use sillon_http::{ApiError, ApiResult, InPerson};
use sillon_protocol::ProblemDetails;

/// The secret as a picture that a telephone reads, until it is confirmed.
#[utoipa::path(
    get, path = "/api/v1/accounts/me/two-factor/qr.svg", tag = "accounts",
    responses(
        (status = 200, body = String, content_type = "image/svg+xml"),
        (status = 404, description = "Nothing is being set up."),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_two_factor_qr(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
) -> ApiResult<([(header::HeaderName, &'static str); 2], String)> {
    let setup = two_factor::pending_setup(&ctx.db.read().await?, &ctx.settings, &actor).await?;
    let picture = setup.ok_or_else(|| ApiError::not_found("set-up"))?.qr_svg()?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "no-store")], picture))
}
