//! `DELETE /api/v1/accounts/me/deletion`

use axum::{Json, extract::State};
use sillon_domain::{Context, leaving};
use sillon_http::{ApiResult, InPerson};
use sillon_protocol::{Account, ProblemDetails};

use crate::accounts::present_account;

/// Keeps an account that was to be deleted: everything is shown again. An account that stays anyway is no error.
#[utoipa::path(
    delete, path = "/api/v1/accounts/me/deletion", tag = "accounts",
    responses(
        (status = 200, body = Account),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn keep_account(State(ctx): State<Context>, InPerson(actor): InPerson) -> ApiResult<Json<Account>> {
    let mut tx = ctx.db.write().await?;
    let account = leaving::keep_account(&mut tx, &ctx.clock, &actor).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    Ok(Json(present_account(&ctx.db.read().await?, account).await?))
}
