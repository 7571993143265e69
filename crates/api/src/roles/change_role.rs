//! `PUT /api/v1/admin/roles/{id}`

use axum::{Json, extract::State};
use serde_json::json;
use sillon_domain::{
    Context,
    audit::{Action, Entry, conclude},
    ids::RoleId,
    permissions::Authority,
    roles::{self, RoleText, describe_role},
};
use sillon_http::{ApiResult, JsonBody, PathParts, SignedIn};
use sillon_protocol::{ProblemDetails, RoleDescription};

use super::present_role::present_role;

/// Writes a role of the instance anew. Whoever has it may do what it says from their next request on.
#[utoipa::path(
    put, path = "/api/v1/admin/roles/{id}", tag = "administration", params(("id" = uuid::Uuid, Path)),
    request_body = sillon_protocol::RoleText,
    responses(
        (status = 200, body = RoleDescription),
        (status = 409, description = "The role belongs to Sillon, or another has this name."),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_role(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    PathParts(id): PathParts<RoleId>,
    JsonBody(body): JsonBody<sillon_protocol::RoleText>,
) -> ApiResult<Json<RoleDescription>> {
    let text = RoleText::check(&body.name, &body.description, &body.permissions)?;
    let attempt = Entry::new(Action::RoleChanged).on(id).after(json!({"permissions": text.permissions.names()}));
    let mut tx = ctx.db.write().await?;
    let changed = roles::change_role(&mut tx, &ctx.clock, Authority::Person(&actor), id, &text).await;
    let role = conclude(&ctx, tx, &actor.origin, attempt, changed).await?;
    Ok(Json(present_role(describe_role(&ctx.db.read().await?, role).await?)))
}
