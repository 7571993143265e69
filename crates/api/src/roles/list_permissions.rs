//! `GET /api/v1/admin/permissions`

use axum::Json;
use sillon_domain::permissions::Permission;
use sillon_protocol::{PermissionDescription, PermissionList, ProblemDetails};

/// Everything that a role can permit.
#[utoipa::path(
    get, path = "/api/v1/admin/permissions", tag = "administration",
    responses(
        (status = 200, body = PermissionList),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_permissions() -> Json<PermissionList> {
    let describe = |permission: &Permission| PermissionDescription {
        name: permission.name().to_owned(),
        description: permission.description().to_owned(),
    };
    Json(PermissionList { items: Permission::ALL.iter().map(describe).collect() })
}
