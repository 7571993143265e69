//! `POST /api/v1/admin/roles`

use axum::{Json, extract::State};
use http::StatusCode;
use serde_json::json;
use sillon_domain::{
    Context,
    audit::{Action, Entry, conclude},
    permissions::Authority,
    roles::{self, RoleText, describe_role},
};
use sillon_http::{ApiResult, JsonBody, SignedIn};
use sillon_protocol::{ProblemDetails, RoleDescription};

use super::present_role::present_role;

/// Makes a role of the instance, with permissions that its maker has.
#[utoipa::path(
    post, path = "/api/v1/admin/roles", tag = "administration", request_body = sillon_protocol::RoleText,
    responses(
        (status = 201, body = RoleDescription),
        (status = 409, description = "Another role has this name."),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_role(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    JsonBody(body): JsonBody<sillon_protocol::RoleText>,
) -> ApiResult<(StatusCode, Json<RoleDescription>)> {
    let text = RoleText::check(&body.name, &body.description, &body.permissions)?;
    let attempt = Entry::new(Action::RoleCreated).after(json!({"permissions": text.permissions.names()}));
    let mut tx = ctx.db.write().await?;
    let made = roles::create_role(&mut tx, &ctx.clock, Authority::Person(&actor), &text).await;
    let role = conclude(&ctx, tx, &actor.origin, attempt, made).await?;
    let described = describe_role(&ctx.db.read().await?, role).await?;
    Ok((StatusCode::CREATED, Json(present_role(described))))
}
