//! `POST /api/v1/accounts/me/two-factor`

use axum::{Json, extract::State};
use http::{StatusCode, header};
use sillon_domain::{Context, accounts::confirm_password, audit::Action, two_factor};
use sillon_http::{ApiResult, InPerson, JsonBody};
use sillon_protocol::{ConfirmPassword, ProblemDetails, TwoFactorSetup};

type Answer = (StatusCode, [(header::HeaderName, &'static str); 1], Json<TwoFactorSetup>);

/// Makes the secret for the person's app. It is not in use before a first code confirms it.
#[utoipa::path(
    post, path = "/api/v1/accounts/me/two-factor", tag = "accounts", request_body = ConfirmPassword,
    responses(
        (status = 201, body = TwoFactorSetup),
        (status = 409, description = "Two-factor sign-in is on already, or was not begun."),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn begin_two_factor(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
    JsonBody(body): JsonBody<ConfirmPassword>,
) -> ApiResult<Answer> {
    confirm_password(&ctx, &actor, Action::TwoFactorTurnedOn, body.current_password).await?;
    let mut tx = ctx.db.write().await?;
    let setup = two_factor::begin_setup(&mut tx, &ctx.clock, &ctx.settings, &actor).await?;
    tx.commit().await?;
    let qr_url = "/api/v1/accounts/me/two-factor/qr.svg".to_owned();
    let setup = TwoFactorSetup { secret: setup.secret_base32(), url: setup.url().to_owned(), qr_url };
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(setup)))
}
