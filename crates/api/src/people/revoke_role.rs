//! `DELETE /api/v1/admin/people/{id}/roles/{role}`

use axum::extract::State;
use http::StatusCode;
use serde_json::json;
use sillon_domain::{
    Context,
    audit::{Action, Entry, conclude},
    ids::{AccountId, RoleId},
    permissions::Authority,
    roles,
};
use sillon_http::{ApiResult, PathParts, SignedIn};
use sillon_protocol::ProblemDetails;

/// Takes a role from a person. The last admin stays one.
#[utoipa::path(
    delete, path = "/api/v1/admin/people/{id}/roles/{role}", tag = "administration",
    params(("id" = uuid::Uuid, Path), ("role" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 409, description = "The last admin has to stay."),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn revoke_role(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    PathParts((id, role)): PathParts<(AccountId, RoleId)>,
) -> ApiResult<StatusCode> {
    let attempt = Entry::new(Action::RoleRevoked).on(id).before(json!({"role_id": role}));
    let mut tx = ctx.db.write().await?;
    let done = roles::revoke_role(&mut tx, &ctx.clock, Authority::Person(&actor), id, role).await;
    conclude(&ctx, tx, &actor.origin, attempt, done).await?;
    Ok(StatusCode::NO_CONTENT)
}
