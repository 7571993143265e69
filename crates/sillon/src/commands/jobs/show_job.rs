//! `sillon jobs show`

use std::{fmt::Write, process::ExitCode};

use anyhow::Context as _;
use serde_json::json;
use sillon_domain::{
    database::entities::{job, job_failure},
    ids::JobId,
    jobs::{failures_of, find_job},
};

use super::{block_on, open, present, print};
use crate::cli::{Format, jobs::One};

pub(super) fn run(args: &One) -> anyhow::Result<ExitCode> {
    block_on(async {
        let ctx = open(&args.report.instance).await?;
        let tx = ctx.db.read().await?;
        let id = JobId(args.id);
        let job = find_job(&tx, id).await?.context("there is no such job; completed ones are kept for a day")?;
        let failures = failures_of(&tx, id).await?;
        print(&match args.report.format {
            Format::Json => {
                let failures: Vec<_> = failures.iter().map(present::failure_as_json).collect();
                serde_json::to_string_pretty(&json!({"job": present::as_json(&job), "failures": failures}))? + "\n"
            }
            Format::Text => as_text(&job, &failures)?,
        })?;
        drop(tx);
        ctx.db.close().await?;
        Ok(ExitCode::SUCCESS)
    })
}

fn as_text(job: &job::Model, failures: &[job_failure::Model]) -> anyhow::Result<String> {
    let mut text = String::new();
    writeln!(text, "{} ({}), {}", job.id, job.kind, job.state.as_str())?;
    writeln!(text, "  queue      {}", job.queue)?;
    writeln!(text, "  tries      {} of {}", job.attempt, job.max_attempts)?;
    writeln!(text, "  enqueued   {}", present::time(job.created_at))?;
    writeln!(text, "  not before {}", present::time(job.run_at))?;
    if let Some(stage) = &job.stage {
        writeln!(text, "  stage      {stage}, {} %", job.progress_percent)?;
    }
    if let Some(until) = job.lease_until {
        writeln!(text, "  leased     until {}", present::time(until))?;
    }
    if let Some(at) = job.finalized_at {
        writeln!(text, "  ended      {}", present::time(at))?;
    }
    for failure in failures {
        writeln!(text, "  attempt {} failed {}: {}", failure.attempt, present::time(failure.failed_at), failure.error)?;
    }
    Ok(text)
}
