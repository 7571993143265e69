//! `GET /api/v1/admin/audit/export`

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use futures_util::stream;
use http::header;
use serde_json::json;
use sillon_domain::{
    Context,
    audit::{Action, Entry, append},
};
use sillon_http::{ApiResult, QueryParts, SignedIn};
use sillon_protocol::{AuditEntry, ProblemDetails};

use super::{
    export::{AuditExport, ExportFormat},
    filter::entry_query,
};

entry_query! {
    /// Which entries, and in which form.
    ExportQuery {
        /// The form; `json_lines` when it is not given.
        #[param(inline)]
        format: Option<ExportFormat>,
    }
}

/// The entries that fit, in the order in which they were recorded, as a file. The export itself is recorded first.
#[utoipa::path(
    get, path = "/api/v1/admin/audit/export", tag = "administration", params(ExportQuery),
    responses(
        (status = 200, content((AuditEntry = "application/x-ndjson"), (String = "text/csv"))),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn export_entries(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    QueryParts(query): QueryParts<ExportQuery>,
) -> ApiResult<Response> {
    let format = query.format.unwrap_or_default();
    let (name, media_type, file_name) = match format {
        ExportFormat::JsonLines => ("json_lines", "application/x-ndjson", "audit.jsonl"),
        ExportFormat::Csv => ("csv", "text/csv; charset=utf-8", "audit.csv"),
    };
    let mut tx = ctx.db.write().await?;
    append(&mut tx, &ctx.clock, &actor.origin, Entry::new(Action::AuditExported).after(json!({"format": name})));
    tx.commit().await?;
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file_name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let export = AuditExport::begin(ctx, query.filter(), format).await?;
    let pages = stream::try_unfold(export, async |mut export| {
        let page = export.next_page().await.inspect_err(|failure| {
            tracing::error!(error = %failure, "an export of the audit log broke off");
        });
        page.map(|page| page.map(|text| (text, export))).map_err(std::io::Error::other)
    });
    Ok((headers, Body::from_stream(pages)).into_response())
}
