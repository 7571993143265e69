//! `GET /api/v1/admin/invitations`

use axum::{Json, extract::State};
use sillon_domain::{
    Context,
    database::entities::{account::Role, beta_invite},
    invitations,
};
use sillon_http::{ApiResult, QueryParts, SignedIn};
use sillon_protocol::{Invitation, InvitationPage, ProblemDetails};

use super::require_operator;
use crate::pagination::PageQuery;

/// Invitations with the state of their mail, newest first; their codes stay in the database. For admins.
#[utoipa::path(
    get, path = "/api/v1/admin/invitations", tag = "launch", params(PageQuery),
    responses(
        (status = 200, body = InvitationPage),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_invitations(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    QueryParts(query): QueryParts<PageQuery>,
) -> ApiResult<Json<InvitationPage>> {
    require_operator(&actor)?;
    let tx = ctx.db.read().await?;
    let page = invitations::list_invitations(&tx, query.cursor()?, query.limit()?).await?;
    let next_cursor = page.next.map(|cursor| cursor.encode());
    Ok(Json(InvitationPage { items: page.rows.into_iter().map(present).collect(), next_cursor }))
}

fn present(row: beta_invite::Model) -> Invitation {
    Invitation {
        id: row.id.0,
        email: row.email,
        cohort: row.cohort,
        role: if row.role == Role::Creator { "creator" } else { "listener" }.to_owned(),
        delivery_state: row.delivery_state.as_str().to_owned(),
        last_smtp_status: row.last_smtp_status,
        attempts: row.attempts,
        created_at: row.created_at,
        expires_at: row.expires_at,
        used_at: row.used_at,
    }
}
