//! `GET /api/v1/admin/invitations`

use axum::{Json, extract::State};
use sillon_domain::{
    Context,
    database::entities::{beta_invite, role::BuiltIn},
    invitations,
};
use sillon_http::{ApiResult, QueryParts};
use sillon_protocol::{Invitation, InvitationPage, ProblemDetails};

use crate::pagination::PageQuery;

/// Invitations with the state of their mail, newest first; their codes stay in the database.
#[utoipa::path(
    get, path = "/api/v1/admin/invitations", tag = "launch", params(PageQuery),
    responses(
        (status = 200, body = InvitationPage),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_invitations(
    State(ctx): State<Context>,
    QueryParts(query): QueryParts<PageQuery>,
) -> ApiResult<Json<InvitationPage>> {
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
        role: if row.role == BuiltIn::Creator { "creator" } else { "listener" }.to_owned(),
        delivery_state: row.delivery_state.as_str().to_owned(),
        last_smtp_status: row.last_smtp_status,
        attempts: row.attempts,
        created_at: row.created_at,
        expires_at: row.expires_at,
        used_at: row.used_at,
    }
}
