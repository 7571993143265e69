//! `GET /api/v1/accounts/me/app-passwords`

use axum::{Json, extract::State};
use sillon_domain::{Context, app_passwords};
use sillon_http::{ApiResult, InPerson};
use sillon_protocol::{AppPasswordList, ProblemDetails};

use super::present_app_password::present_app_password;

/// The app passwords of the person, without their text.
#[utoipa::path(
    get, path = "/api/v1/accounts/me/app-passwords", tag = "tokens",
    responses(
        (status = 200, body = AppPasswordList),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_app_passwords(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
) -> ApiResult<Json<AppPasswordList>> {
    let rows = app_passwords::list_app_passwords(&ctx.db.read().await?, actor.id()).await?;
    Ok(Json(AppPasswordList { items: rows.into_iter().map(present_app_password).collect() }))
}
