//! `GET /api/v1/mail/subscription`

use axum::{Json, extract::State};
use sillon_domain::{Context, mails};
use sillon_http::{ApiResult, QueryParts};
use sillon_protocol::{MailSubscription, ProblemDetails};

use super::{LinkQuery, present_subscription};

/// What the link is about. Changes nothing.
#[utoipa::path(
    get, path = "/api/v1/mail/subscription", tag = "mails", params(LinkQuery),
    responses(
        (status = 200, body = MailSubscription),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_subscription(
    State(ctx): State<Context>,
    QueryParts(query): QueryParts<LinkQuery>,
) -> ApiResult<Json<MailSubscription>> {
    present_subscription(mails::find_subscription(&ctx.db.read().await?, &query.token).await?)
}
