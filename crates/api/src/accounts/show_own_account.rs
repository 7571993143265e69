//! `GET /api/v1/accounts/me`

use axum::{Json, extract::State};
use sillon_domain::{
    Context,
    pictures::{Subject, find_slot},
};
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
    let pictures = find_slot(&ctx.db.read().await?, Subject::Account(actor.id())).await?;
    Ok(Json(present_account(actor.account, pictures.shown.as_ref())))
}
