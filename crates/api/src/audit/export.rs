//! An export of the log, page by page: for the route, and for the command on the server.

use serde::Deserialize;
use sillon_domain::{
    Context, Failure,
    audit::{EntryFilter, entries_in_order, last_sequence},
};

use super::{csv, present_entry::present_entries};

const ENTRIES_PER_READ: u64 = 500;

/// Form of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// One JSON object a line.
    #[default]
    JsonLines,
    /// RFC 4180, with a header.
    Csv,
}

/// An export that is being written.
#[derive(Debug)]
pub struct AuditExport {
    ctx: Context,
    filter: EntryFilter,
    format: ExportFormat,
    /// The next page begins behind this number; none when there is no other.
    after: Option<i64>,
    last: i64,
}

impl AuditExport {
    /// The entries that fit, up to the present end of the log.
    pub async fn begin(ctx: Context, filter: EntryFilter, format: ExportFormat) -> Result<Self, Failure> {
        let last = last_sequence(&ctx.db.read().await?).await?;
        Ok(Self { ctx, filter, format, after: Some(0), last })
    }

    /// The text of the next page, none behind the last. Each page is read in a snapshot of its own, so that a slow
    /// client holds none; nothing in the log changes, so that all of them are one whole.
    pub async fn next_page(&mut self) -> Result<Option<String>, Failure> {
        let Some(after) = self.after else { return Ok(None) };
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
        Ok(Some(text))
    }
}
