//! `DELETE /api/v1/admin/roles/{id}`

use axum::extract::State;
use http::StatusCode;
use sillon_domain::{
    Context,
    audit::{Action, Entry, conclude},
    ids::RoleId,
    permissions::Authority,
    roles,
};
use sillon_http::{ApiResult, PathParts, SignedIn};
use sillon_protocol::ProblemDetails;

/// Deletes a role of the instance. Whoever has it loses it.
#[utoipa::path(
    delete, path = "/api/v1/admin/roles/{id}", tag = "administration", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 409, description = "The role belongs to Sillon."),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_role(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    PathParts(id): PathParts<RoleId>,
) -> ApiResult<StatusCode> {
    let mut tx = ctx.db.write().await?;
    let deleted = roles::delete_role(&mut tx, &ctx.clock, Authority::Person(&actor), id).await;
    conclude(&ctx, tx, &actor.origin, Entry::new(Action::RoleDeleted).on(id), deleted).await?;
    Ok(StatusCode::NO_CONTENT)
}
