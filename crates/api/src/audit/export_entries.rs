//! `GET /api/v1/admin/audit/export`

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use futures_util::stream;
use http::header;
use serde::Deserialize;
use serde_json::json;
use sillon_domain::{
    Context, Failure,
    audit::{self, Action, Entry, EntryFilter, append, entries_in_order},
};
use sillon_http::{ApiResult, QueryParts, SignedIn};
use sillon_protocol::{AuditEntry, ProblemDetails};

use super::{csv, filter::entry_query, present_entry::present_entries};

const ENTRIES_PER_READ: u64 = 500;

/// Form of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ExportFormat {
    /// One JSON object a line.
    #[default]
    JsonLines,
    /// RFC 4180, with a header.
    Csv,
}

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
    let mut tx = ctx.db.write().await?;
    let name = if format == ExportFormat::Csv { "csv" } else { "json_lines" };
    append(&mut tx, &ctx.clock, &actor.origin, Entry::new(Action::AuditExported).after(json!({"format": name})));
    tx.commit().await?;
    let last = audit::last_sequence(&ctx.db.read().await?).await?;
    let (media_type, file_name) = match format {
        ExportFormat::JsonLines => ("application/x-ndjson", "audit.jsonl"),
        ExportFormat::Csv => ("text/csv; charset=utf-8", "audit.csv"),
    };
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file_name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let export = Export { ctx, filter: query.filter(), format, after: Some(0), last };
    let body = Body::from_stream(stream::try_unfold(export, Export::next));
    Ok((headers, body).into_response())
}

/// An export that is being written, page by page.
struct Export {
    ctx: Context,
    filter: EntryFilter,
    format: ExportFormat,
    /// The next page begins behind this number; none when there is no other.
    after: Option<i64>,
    last: i64,
}

impl Export {
    /// The text of the next page; each is read in a snapshot of its own, so that a slow client holds none.
    async fn next(mut self) -> Result<Option<(String, Self)>, std::io::Error> {
        let Some(after) = self.after else { return Ok(None) };
        let text = self.page(after).await.map_err(|failure| {
            tracing::error!(error = %failure, "an export of the audit log broke off");
            std::io::Error::other(failure)
        })?;
        Ok(Some((text, self)))
    }

    async fn page(&mut self, after: i64) -> Result<String, Failure> {
        let tx = self.ctx.db.read().await?;
        let page = entries_in_order(&tx, &self.filter, after, self.last, ENTRIES_PER_READ).await?;
        self.after = page.next;
        let entries = present_entries(&tx, page.rows).await?;
        let mut text = String::new();
        if self.format == ExportFormat::Csv && after == 0 {
            text.push_str(csv::HEADER);
        }
        for entry in &entries {
            match self.format {
                ExportFormat::Csv => text.push_str(&csv::line(entry)),
                ExportFormat::JsonLines => {
                    text.push_str(&serde_json::to_string(entry).expect("an entry is JSON"));
                    text.push('\n');
                }
            }
        }
        Ok(text)
    }
}
