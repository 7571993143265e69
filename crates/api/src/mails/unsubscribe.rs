//! `POST /api/v1/mail/unsubscribe`
//!
//! Mail programs call it by themselves when a person presses their button (RFC 8058): no cookie, no page, no redirect.
//! What ends the mails is the method; the body (`List-Unsubscribe=One-Click`) says nothing more and is not looked at.

use axum::{Json, extract::State};
use sillon_domain::{Context, mails};
use sillon_http::{ApiResult, QueryParts};
use sillon_protocol::{MailSubscription, ProblemDetails};

use super::{LinkQuery, present_subscription};

/// Ends the mails that the link is about. Doing it twice is no error.
#[utoipa::path(
    post, path = "/api/v1/mail/unsubscribe", tag = "mails", params(LinkQuery),
    responses(
        (status = 200, body = MailSubscription),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn unsubscribe(
    State(ctx): State<Context>,
    QueryParts(query): QueryParts<LinkQuery>,
) -> ApiResult<Json<MailSubscription>> {
    let mut tx = ctx.db.write().await?;
    let found = mails::unsubscribe(&mut tx, &ctx.clock, &query.token).await?;
    tx.commit().await?;
    present_subscription(found)
}
