//! `POST /api/v1/accounts/me/api-tokens`

use axum::{Json, extract::State};
use http::{StatusCode, header};
use sillon_domain::{Context, access_tokens, audit::Action, sessions::Scope, two_factor::confirm_both};
use sillon_http::{ApiResult, InPerson, JsonBody};
use sillon_protocol::{MadeApiToken, NewApiToken, ProblemDetails, TokenScope};

use super::present_api_token::present_api_token;

type Answer = (StatusCode, [(header::HeaderName, &'static str); 1], Json<MadeApiToken>);

/// Makes an API token. Its text is in this answer and nowhere else.
#[utoipa::path(
    post, path = "/api/v1/accounts/me/api-tokens", tag = "tokens", request_body = NewApiToken,
    responses(
        (status = 201, body = MadeApiToken),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_api_token(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
    JsonBody(body): JsonBody<NewApiToken>,
) -> ApiResult<Answer> {
    let (password, code) = (body.current_password, body.code.as_deref());
    confirm_both(&ctx, &actor, Action::ApiTokenCreated, password, code).await?;
    let scopes = body.scopes.into_iter().map(scope).collect();
    let new = access_tokens::NewApiToken { name: body.name, scopes, days: body.days };
    let mut tx = ctx.db.write().await?;
    let (row, token) = access_tokens::create_api_token(&mut tx, &ctx.clock, &actor, new).await?;
    tx.commit().await?;
    ctx.job_signal.wake();
    let made = MadeApiToken { api_token: present_api_token(row), secret: token.reveal().to_owned() };
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(made)))
}

fn scope(scope: TokenScope) -> Scope {
    match scope {
        TokenScope::Read => Scope::Read,
        TokenScope::Upload => Scope::Upload,
        TokenScope::Manage => Scope::Manage,
        TokenScope::Admin => Scope::Admin,
    }
}
