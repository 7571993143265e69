//! `sillon jobs redrive` and `sillon jobs cancel`

use std::{
    io::{BufRead, IsTerminal, Write},
    process::ExitCode,
};

use anyhow::bail;
use serde_json::json;
use sillon_domain::{
    Context,
    database::entities::job,
    ids::JobId,
    jobs::{self, JobFilter, cancel_job_by_operator, job_state, redrive_job},
};

use super::{block_on, open, present, print};
use crate::cli::{
    Format,
    jobs::{Cancel, Redrive},
};

const AT_ONCE: u64 = 10_000;

pub(super) fn redrive(args: &Redrive) -> anyhow::Result<ExitCode> {
    block_on(async {
        let ctx = open(&args.report.instance).await?;
        let ids = match args.id {
            Some(id) => vec![JobId(id)],
            None => dead_jobs(&ctx, args.kind.clone()).await?,
        };
        let mut redriven = Vec::new();
        for id in ids {
            let mut tx = ctx.db.write().await?;
            redriven.push(redrive_job(&mut tx, &ctx.clock, id).await?);
            tx.commit().await?;
        }
        report(args.report.format, &redriven, "redriven")?;
        // Workers of other processes hear it on PostgreSQL; elsewhere they look within a second.
        ctx.db.announce_jobs().await?;
        ctx.db.close().await?;
        Ok(ExitCode::SUCCESS)
    })
}

async fn dead_jobs(ctx: &Context, kind: Option<String>) -> anyhow::Result<Vec<JobId>> {
    let filter = JobFilter { state: job_state("dead"), kind };
    let page = jobs::list_jobs(&ctx.db.read().await?, &filter, None, AT_ONCE).await?;
    Ok(page.rows.into_iter().map(|job| job.id).collect())
}

pub(super) fn cancel(args: &Cancel) -> anyhow::Result<ExitCode> {
    if !args.yes && !is_confirmed(&format!("Cancel the job {}? A cancelled encode fails its track. [y/N] ", args.id))? {
        return Ok(ExitCode::FAILURE);
    }
    block_on(async {
        let ctx = open(&args.report.instance).await?;
        let mut tx = ctx.db.write().await?;
        let job = cancel_job_by_operator(&mut tx, &ctx.clock, JobId(args.id)).await?;
        tx.commit().await?;
        report(args.report.format, &[job], "cancelled")?;
        ctx.db.close().await?;
        Ok(ExitCode::SUCCESS)
    })
}

fn is_confirmed(question: &str) -> anyhow::Result<bool> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        bail!("nobody can be asked here; say --yes");
    }
    print(question)?;
    std::io::stdout().flush()?;
    let mut answer = String::new();
    stdin.lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn report(format: Format, changed: &[job::Model], word: &str) -> anyhow::Result<()> {
    match format {
        Format::Json => {
            let ids: Vec<String> = changed.iter().map(|job| job.id.to_string()).collect();
            print(&(serde_json::to_string_pretty(&json!({ word: ids }))? + "\n"))
        }
        Format::Text => {
            let lines: String = changed.iter().map(present::as_line).collect();
            let jobs = if changed.len() == 1 { "job" } else { "jobs" };
            print(&format!("{lines}{} {jobs} {word}.\n", changed.len()))
        }
    }
}
