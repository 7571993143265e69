//! `DELETE /api/v1/sessions/current`

use axum::extract::State;
use http::{HeaderName, HeaderValue, StatusCode, header};
use sillon_domain::{Context, sessions::end_session};
use sillon_http::{ApiResult, Visitor, clear_session_cookie};

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// Ends the session. Without one there is nothing to end, which is no error.
#[utoipa::path(delete, path = "/api/v1/sessions/current", tag = "sessions", responses((status = 204)))]
pub(crate) async fn sign_out(
    State(ctx): State<Context>,
    Visitor(actor): Visitor,
) -> ApiResult<(StatusCode, [(HeaderName, HeaderValue); 2])> {
    if let Some(actor) = actor {
        let mut tx = ctx.db.write().await?;
        end_session(&mut tx, &ctx.clock, &actor, actor.session_id).await?;
        tx.commit().await?;
    }
    // What the browser cached of this instance goes with the session (https://www.w3.org/TR/clear-site-data/). Not
    // "cookies": that takes those of every neighbour on the same registrable domain too.
    let forget = (CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""));
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, clear_session_cookie(&ctx.settings)), forget]))
}
