//! `sillon jobs top`

use std::{collections::BTreeMap, fmt::Write, io::IsTerminal, process::ExitCode, time::Duration};

use sillon_domain::{
    Context,
    database::entities::job::{self, State},
    jobs::{JobFilter, QueueOverview, list_jobs, queue_overview},
};

use super::{block_on, open, present, print};
use crate::cli::jobs::Top;

const RUNNING_SHOWN: u64 = 15;
const DEAD_SHOWN: u64 = 5;
const BAR_CHARACTERS: i32 = 20;
/// To the top left, and clear what is below.
const CLEAR: &str = "\u{1b}[H\u{1b}[2J";

pub(super) fn run(args: &Top) -> anyhow::Result<ExitCode> {
    let is_live = !args.once && std::io::stdout().is_terminal();
    block_on(async {
        let ctx = open(&args.instance).await?;
        loop {
            let picture = draw(&ctx).await?;
            if !is_live {
                print(&picture)?;
                break;
            }
            print(&format!("{CLEAR}{picture}\nCtrl-C ends.\n"))?;
            tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(args.interval)) => {}
                _ = tokio::signal::ctrl_c() => break,
            }
        }
        ctx.db.close().await?;
        Ok(ExitCode::SUCCESS)
    })
}

async fn draw(ctx: &Context) -> anyhow::Result<String> {
    let tx = ctx.db.read().await?;
    let overview = queue_overview(&tx, &ctx.clock).await?;
    let of = |state| JobFilter { state: Some(state), kind: None };
    let running = list_jobs(&tx, &of(State::Running), None, RUNNING_SHOWN).await?.rows;
    let dead = list_jobs(&tx, &of(State::Dead), None, DEAD_SHOWN).await?.rows;
    let now = ctx.clock.now();
    let oldest = overview.oldest_due_at.map_or(0, |due| (now - due).num_seconds());
    let mut text = String::new();
    writeln!(text, "Jobs at {}", present::time(now))?;
    writeln!(
        text,
        "{} waiting (the oldest for {oldest} s), {} running, {} dead; {} completed in the last minute, {} in the last hour\n",
        overview.waiting(),
        overview.in_state(State::Running),
        overview.in_state(State::Dead),
        overview.completed_last_minute,
        overview.completed_last_hour,
    )?;
    write_kinds(&mut text, &overview)?;
    write_running(&mut text, &running)?;
    if !dead.is_empty() {
        writeln!(text, "\nDead (sillon jobs show ID, sillon jobs redrive ID)")?;
        dead.iter().try_for_each(|job| write!(text, "  {}", present::as_line(job)))?;
    }
    Ok(text)
}

fn write_kinds(text: &mut String, overview: &QueueOverview) -> std::fmt::Result {
    let mut kinds = BTreeMap::<(&str, &str), BTreeMap<&str, i64>>::new();
    for row in &overview.counts {
        kinds.entry((&row.queue, &row.kind)).or_default().insert(row.state.as_str(), row.count);
    }
    writeln!(text, "QUEUE    KIND              WAITING  RUNNING  RETRYABLE  DEAD  COMPLETED (24 h)")?;
    for ((queue, kind), states) in kinds {
        let count = |state: State| states.get(state.as_str()).copied().unwrap_or(0);
        writeln!(
            text,
            "{queue:8} {kind:16}  {:>7}  {:>7}  {:>9}  {:>4}  {:>16}",
            count(State::Available) + count(State::Scheduled),
            count(State::Running),
            count(State::Retryable),
            count(State::Dead),
            count(State::Completed),
        )?;
    }
    Ok(())
}

fn write_running(text: &mut String, running: &[job::Model]) -> std::fmt::Result {
    if running.is_empty() {
        return Ok(());
    }
    writeln!(text, "\nRunning")?;
    for job in running {
        let done = usize::try_from(job.progress_percent * BAR_CHARACTERS / 100).unwrap_or(0);
        let left = usize::try_from(BAR_CHARACTERS).unwrap_or(0).saturating_sub(done);
        let bar = "#".repeat(done) + &".".repeat(left);
        let stage = job.stage.as_deref().unwrap_or("");
        writeln!(text, "  {}  {:16} [{bar}] {:>3} %  {stage}", job.id, job.kind, job.progress_percent)?;
    }
    Ok(())
}
