//! `GET /api/v1/admin/roles`

use axum::{Json, extract::State};
use sillon_domain::{Context, roles};
use sillon_http::ApiResult;
use sillon_protocol::{ProblemDetails, RoleList};

use super::present_role::present_role;

/// Every role: Sillon's own, then the instance's.
#[utoipa::path(
    get, path = "/api/v1/admin/roles", tag = "administration",
    responses(
        (status = 200, body = RoleList),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_roles(State(ctx): State<Context>) -> ApiResult<Json<RoleList>> {
    let roles = roles::list_roles(&ctx.db.read().await?).await?;
    Ok(Json(RoleList { items: roles.into_iter().map(present_role).collect() }))
}
