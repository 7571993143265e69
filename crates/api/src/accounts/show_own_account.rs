//! `GET /api/v1/accounts/me`

use axum::{Json, extract::State};
use sillon_domain::Context;
use sillon_http::{ApiResult, SignedIn};
use sillon_protocol::{Account, ProblemDetails};

use super::present_account;

/// The account that is signed in.
#[utoipa::path(
    get, path = "/api/v1/accounts/me", tag = "accounts",
    responses(
        (status = 200, body = Account),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_own_account(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
) -> ApiResult<Json<Account>> {
    Ok(Json(present_account(&ctx.db.read().await?, actor.account).await?))
}
