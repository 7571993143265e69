//! `GET /api/v1/accounts/me`

use axum::Json;
use sillon_http::SignedIn;
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
pub(crate) async fn show_own_account(SignedIn(actor): SignedIn) -> Json<Account> {
    Json(present_account(actor.account))
}
