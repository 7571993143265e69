//! `GET /api/v1/sessions`

use axum::{Json, extract::State};
use sillon_domain::{Context, database::entities::session::Kind, sessions};
use sillon_http::{ApiResult, InPerson};
use sillon_protocol::{ProblemDetails, Session, SessionList};

/// The sessions of the person, of browsers and of programs.
#[utoipa::path(
    get, path = "/api/v1/sessions", tag = "sessions",
    responses(
        (status = 200, body = SessionList),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_sessions(
    State(ctx): State<Context>,
    InPerson(actor): InPerson,
) -> ApiResult<Json<SessionList>> {
    let rows = sessions::list_sessions(&ctx.db.read().await?, &ctx.clock, actor.id()).await?;
    let items = rows.into_iter().map(|row| Session {
        id: row.id.0,
        name: row.name,
        kind: if row.kind == Kind::Web { "web" } else { "client" }.to_owned(),
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        expires_at: row.expires_at,
        current: row.id == actor.session_id,
    });
    Ok(Json(SessionList { items: items.collect() }))
}
