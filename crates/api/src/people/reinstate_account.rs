//! `DELETE /api/v1/admin/people/{id}/suspension`

use axum::{Json, extract::State};
use sillon_domain::{
    Context,
    audit::{Action, Entry, conclude},
    ids::AccountId,
    people,
    permissions::Authority,
};
use sillon_http::{ApiResult, PathParts, SignedIn};
use sillon_protocol::{Person, ProblemDetails};

use super::present_person::present_account_row;

/// Lets a suspended account sign in again.
#[utoipa::path(
    delete, path = "/api/v1/admin/people/{id}/suspension", tag = "administration", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Person),
        (status = 409, description = "The last admin has to stay."),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn reinstate_account(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    PathParts(id): PathParts<AccountId>,
) -> ApiResult<Json<Person>> {
    let mut tx = ctx.db.write().await?;
    let done = people::reinstate_account(&mut tx, &ctx.clock, Authority::Person(&actor), id).await;
    let account = conclude(&ctx, tx, &actor.origin, Entry::new(Action::AccountReinstated).on(id), done).await?;
    Ok(Json(present_account_row(&ctx, account).await?))
}
