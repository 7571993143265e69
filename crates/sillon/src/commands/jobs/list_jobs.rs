//! `sillon jobs list`

use std::process::ExitCode;

use anyhow::Context as _;
use sillon_domain::jobs::{self, JobFilter, job_state};

use super::{block_on, open, present, print};
use crate::cli::{Format, jobs::List};

pub(super) fn run(args: &List) -> anyhow::Result<ExitCode> {
    let state =
        args.state.as_deref().map(|name| job_state(name).context("no job is ever in that state")).transpose()?;
    block_on(async {
        let ctx = open(&args.report.instance).await?;
        let filter = JobFilter { state, kind: args.kind.clone() };
        let page = jobs::list_jobs(&ctx.db.read().await?, &filter, None, args.limit).await?;
        let text = match args.report.format {
            Format::Json => {
                serde_json::to_string_pretty(&page.rows.iter().map(present::as_json).collect::<Vec<_>>())? + "\n"
            }
            Format::Text if page.rows.is_empty() => "No such jobs.\n".to_owned(),
            Format::Text => {
                let lines: String = page.rows.iter().map(present::as_line).collect();
                let more = if page.next.is_some() { "There are more; raise --limit.\n" } else { "" };
                format!("{}{lines}{more}", present::HEADING)
            }
        };
        print(&text)?;
        ctx.db.close().await?;
        Ok(ExitCode::SUCCESS)
    })
}
