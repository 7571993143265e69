//! `GET /api/v1/admin/audit/chain`

use axum::{Json, extract::State};
use sillon_domain::{Context, audit};
use sillon_http::ApiResult;
use sillon_protocol::{AuditChain, ProblemDetails};

/// Verifies every entry of the audit log and says whether the chain is whole. Takes longer the longer the log is.
#[utoipa::path(
    get, path = "/api/v1/admin/audit/chain", tag = "administration",
    responses(
        (status = 200, body = AuditChain),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn verify_chain(State(ctx): State<Context>) -> ApiResult<Json<AuditChain>> {
    let report = audit::verify_chain(&ctx.db.read().await?, None).await?;
    Ok(Json(AuditChain {
        entries: report.entries,
        head_sequence: report.head.sequence,
        head_hash: report.head.hash_text(),
        fault: report.fault.map(|fault| fault.to_string()),
    }))
}
