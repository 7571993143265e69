//! `GET /api/v1/admin/audit`

use axum::{Json, extract::State};
use sillon_domain::{
    Context,
    audit::{self, Action},
};
use sillon_http::{ApiError, ApiResult, QueryParts};
use sillon_protocol::{AuditPage, ErrorCode, ProblemDetails};

use super::{filter::entry_query, present_entry::present_entries};
use crate::pagination::limit_of;

entry_query! {
    /// Which entries, and which part of their list.
    AuditQuery {
        /// How many, 1 to 100; 30 when it is not given.
        #[param(minimum = 1, maximum = 100)]
        limit: Option<u64>,
        /// `next_cursor` of the page before.
        cursor: Option<String>,
    }
}

/// The audit log, newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/audit", tag = "administration", params(AuditQuery),
    responses(
        (status = 200, body = AuditPage),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_entries(
    State(ctx): State<Context>,
    QueryParts(query): QueryParts<AuditQuery>,
) -> ApiResult<Json<AuditPage>> {
    let refusal = || ApiError::refused(ErrorCode::InvalidQuery, "cursor is not one that a list gave.");
    let behind = query.cursor.as_deref().map(|text| text.parse().map_err(|_| refusal())).transpose()?;
    let tx = ctx.db.read().await?;
    let page = audit::list_entries(&tx, &query.filter(), behind, limit_of(query.limit)?).await?;
    Ok(Json(AuditPage {
        items: present_entries(&tx, page.rows).await?,
        next_cursor: page.next.map(|sequence| sequence.to_string()),
        actions: Action::ALL.iter().map(|action| action.name().to_owned()).collect(),
    }))
}
