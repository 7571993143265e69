//! `sillon migrate`

use std::{fmt::Write, process::ExitCode};

use serde_json::json;

use super::{block_on, load_config, print};
use crate::{
    cli::{Format, Migrate},
    serve::open_instance,
};

pub(super) fn run(args: &Migrate) -> anyhow::Result<ExitCode> {
    let loaded = load_config(&args.report.instance, Vec::new())?;
    block_on(async {
        let db = open_instance(&loaded.config).await?.ctx.db;
        let pending = db.migration_state().await?.pending();
        if !args.dry_run {
            db.migrate().await?;
        }
        let state = db.migration_state().await?;
        let mut text = String::new();
        match args.report.format {
            Format::Json => {
                let known = state.known.iter().map(|(number, name, applied)| {
                    json!({"number": number, "name": name, "applied": applied, "new": pending.contains(number)})
                });
                text = serde_json::to_string_pretty(&known.collect::<Vec<_>>())? + "\n";
            }
            Format::Text => {
                for (number, name, applied) in &state.known {
                    let word = match (applied, pending.contains(number)) {
                        (true, true) => "applied now",
                        (true, false) => "was there",
                        (false, _) => "pending",
                    };
                    writeln!(text, "{number:04} {name:20} {word}")?;
                }
            }
        }
        print(&text)?;
        db.close().await?;
        Ok(ExitCode::SUCCESS)
    })
}
