//! `GET /api/v1/profiles/{id}`

use axum::{Json, extract::State};
use sillon_domain::{
    Context,
    ids::AccountId,
    profiles::{find_profile, links_of},
};
use sillon_http::{ApiError, ApiResult, PathParts, Visitor};
use sillon_protocol::{ProblemDetails, Profile};

/// A person, as far as they let the viewer see them.
#[utoipa::path(
    get, path = "/api/v1/profiles/{id}", tag = "accounts", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Profile),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_profile(
    State(ctx): State<Context>,
    Visitor(viewer): Visitor,
    PathParts(id): PathParts<AccountId>,
) -> ApiResult<Json<Profile>> {
    let found = find_profile(&ctx.db.read().await?, viewer.as_ref(), id).await?;
    let account = found.ok_or_else(|| ApiError::not_found("person"))?;
    let links = links_of(&account);
    let (id, display_name, bio, created_at) = (account.id.0, account.display_name, account.bio, account.created_at);
    Ok(Json(Profile { id, display_name, bio, links, created_at }))
}
