//! `POST /api/v1/accounts/me/app-passwords`

use axum::{Json, extract::State};
use http::{StatusCode, header};
use sillon_domain::{Context, app_passwords, audit::Action, two_factor::confirm_both};
use sillon_http::{ApiResult, InPerson, JsonBody};
use sillon_protocol::{MadeAppPassword, NewAppPassword, ProblemDetails};

use super::present_app_password::present_app_password;

type Answer = (StatusCode, [(header::HeaderName, &'static str); 1], Json<MadeAppPassword>);

/// Makes an app password. Its text is in this answer and nowhere else.
#[utoipa::path(
    post, path = "/api/v1/accounts/me/app-passwords", tag = "tokens", request_body = NewAppPassword,
    responses(
        (status = 201, body = MadeAppPassword),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_app_password(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
    JsonBody(body): JsonBody<NewAppPassword>,
) -> ApiResult<Answer> {
    let (password, code) = (body.current_password, body.code.as_deref());
    confirm_both(&ctx, &actor, Action::AppPasswordCreated, password, code).await?;
    let mut tx = ctx.db.write().await?;
    let (row, secret) = app_passwords::create_app_password(&mut tx, &ctx.clock, &actor, &body.name).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    let made = MadeAppPassword { app_password: present_app_password(row), secret: secret.reveal() };
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(made)))
}
