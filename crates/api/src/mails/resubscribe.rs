//! `POST /api/v1/mail/resubscribe`

use axum::{Json, extract::State};
use sillon_domain::{Context, mails};
use sillon_http::{ApiResult, QueryParts};
use sillon_protocol::{MailSubscription, ProblemDetails};

use super::{LinkQuery, present_subscription};

/// Takes the unsubscription of the link back.
#[utoipa::path(
    post, path = "/api/v1/mail/resubscribe", tag = "mails", params(LinkQuery),
    responses(
        (status = 200, body = MailSubscription),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn resubscribe(
    State(ctx): State<Context>,
    QueryParts(query): QueryParts<LinkQuery>,
) -> ApiResult<Json<MailSubscription>> {
    let mut tx = ctx.db.write().await?;
    let found = mails::resubscribe(&mut tx, &query.token).await?;
    tx.commit().await?;
    present_subscription(found)
}
