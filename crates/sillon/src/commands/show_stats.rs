//! `sillon stats show`

use std::{fmt::Write, process::ExitCode};

use serde_json::json;
use sillon_domain::plays::{InstanceNumbers, Numbers, Period, instance_statistics};

use super::{block_on, load_config, print};
use crate::{
    cli::{Format, ShowStats},
    serve::open_instance,
};

pub(super) fn run(args: &ShowStats) -> anyhow::Result<ExitCode> {
    let loaded = load_config(&args.report.instance, Vec::new())?;
    block_on(async {
        let ctx = open_instance(&loaded.config).await?.ctx;
        let period = Period::asked(args.from, args.to, ctx.clock.now())?;
        let days = instance_statistics(&ctx.db.read().await?, period).await?;
        print(&match args.report.format {
            Format::Text => as_text(&days)?,
            Format::Json => as_json(&days)?,
        })?;
        ctx.db.close().await?;
        Ok(ExitCode::SUCCESS)
    })
}

fn as_text(days: &[InstanceNumbers]) -> anyhow::Result<String> {
    if days.is_empty() {
        return Ok(
            "No day of this period has been counted. The worker counts every hour; `sillon stats rebuild` counts \
                   now.\n"
                .to_owned(),
        );
    }
    let mut text = String::new();
    let headings = ["plays", "listeners", "complete", "skipped", "hours", "uploads", "sign-ups"];
    write!(text, "{:10}", "day")?;
    headings.iter().try_for_each(|heading| write!(text, "  {heading:>9}"))?;
    writeln!(text)?;
    for InstanceNumbers { day, numbers, uploads, sign_ups } in days {
        let Numbers { plays, listeners, completions, skips, .. } = numbers;
        let hours = format!("{}.{}", numbers.heard_ms / 3_600_000, numbers.heard_ms / 360_000 % 10);
        writeln!(
            text,
            "{day}  {plays:>9}  {listeners:>9}  {completions:>9}  {skips:>9}  {hours:>9}  {uploads:>9}  {sign_ups:>9}"
        )?;
    }
    Ok(text)
}

fn as_json(days: &[InstanceNumbers]) -> anyhow::Result<String> {
    let days = days.iter().map(|InstanceNumbers { day, numbers, uploads, sign_ups }| {
        let Numbers { starts, plays, listeners, completions, skips, heard_ms } = numbers;
        json!({
            "day": day, "starts": starts, "plays": plays, "listeners": listeners, "completions": completions,
            "skips": skips, "heard_ms": heard_ms, "uploads": uploads, "sign_ups": sign_ups,
        })
    });
    Ok(serde_json::to_string_pretty(&days.collect::<Vec<_>>())? + "\n")
}
