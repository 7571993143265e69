//! `GET /api/v1/accounts/me/two-factor`

use axum::{Json, extract::State};
use sillon_domain::{Context, two_factor};
use sillon_http::{ApiResult, InPerson};
use sillon_protocol::{ProblemDetails, TwoFactorState};

/// Whether two-factor sign-in is on.
#[utoipa::path(
    get, path = "/api/v1/accounts/me/two-factor", tag = "accounts",
    responses(
        (status = 200, body = TwoFactorState),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_two_factor(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
) -> ApiResult<Json<TwoFactorState>> {
    let tx = ctx.db.read().await?;
    let enabled = two_factor::two_factor_of(&tx, actor.id()).await?.is_some();
    let recovery_codes_left = two_factor::recovery_codes_left(&tx, actor.id()).await?;
    Ok(Json(TwoFactorState { enabled, recovery_codes_left }))
}
