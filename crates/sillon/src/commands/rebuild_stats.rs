//! `sillon stats rebuild`

use std::{process::ExitCode, time::Duration};

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use sillon_domain::{
    Context,
    plays::{Period, RolledUp, days_with_plays, roll_up_day},
};

use super::{block_on, load_config, print};
use crate::{
    cli::{Format, RebuildStats},
    serve::open_instance,
};

/// How many days were counted anew, and how many have no plays to count any more.
#[derive(Default)]
struct Rebuilt {
    counted: u64,
    left_alone: u64,
}

pub(super) fn run(args: &RebuildStats) -> anyhow::Result<ExitCode> {
    let loaded = load_config(&args.report.instance, Vec::new())?;
    block_on(async {
        let ctx = open_instance(&loaded.config).await?.ctx;
        let period = period(&ctx, args).await?;
        let rebuilt = match period {
            Some(period) => rebuild(&ctx, period).await?,
            None => Rebuilt::default(),
        };
        let Rebuilt { counted, left_alone } = rebuilt;
        print(&match args.report.format {
            Format::Json => json!({"counted_days": counted, "days_left_alone": left_alone}).to_string() + "\n",
            Format::Text if left_alone > 0 => format!(
                "{counted} days are counted anew. {left_alone} days keep their numbers: their plays were removed.\n"
            ),
            Format::Text => format!("{counted} days are counted anew.\n"),
        })?;
        ctx.db.close().await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// The days asked for, as far as the instance has lived through them.
async fn period(ctx: &Context, args: &RebuildStats) -> anyhow::Result<Option<Period>> {
    if let (Some(from), Some(to)) = (args.from, args.to)
        && from > to
    {
        bail!("--from lies behind --to");
    }
    let Some(whole) = days_with_plays(&ctx.db.read().await?, ctx.clock.now()).await? else { return Ok(None) };
    let from = args.from.map_or(whole.from(), |from| from.max(whole.from()));
    let to = args.to.map_or(whole.to(), |to| to.min(whole.to()));
    Ok(Period::of(from, to))
}

/// Each day in a transaction of its own: a rebuild that is broken off leaves whole days.
async fn rebuild(ctx: &Context, period: Period) -> anyhow::Result<Rebuilt> {
    let style = ProgressStyle::with_template("{msg:12} {wide_bar} {pos}/{len} days")?;
    let bar = ProgressBar::new(period.days().count() as u64).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    let mut rebuilt = Rebuilt::default();
    for day in period.days() {
        bar.set_message(day.to_string());
        let mut tx = ctx.db.write().await?;
        match roll_up_day(&mut tx, &ctx.clock, day).await? {
            RolledUp::Counted => rebuilt.counted += 1,
            RolledUp::PrunedBefore => rebuilt.left_alone += 1,
        }
        tx.commit().await?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(rebuilt)
}
