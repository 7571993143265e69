//! `sillon launch validate-cohort`

use std::process::ExitCode;

use anyhow::Context as _;
use sillon_launch::cohort::{
    Checked, check_against_database, check_cohort, findings_as_json, findings_as_text, read_cohort,
};

use super::open_current;
use crate::{
    cli::launch::{Format, ValidateCohort},
    commands::{block_on, load_config, print},
};

pub(super) fn run(args: &ValidateCohort) -> anyhow::Result<ExitCode> {
    let name = args.file.display().to_string();
    let file = std::fs::read(&args.file).with_context(|| name.clone())?;
    let (cohort, mut findings) = read_cohort(&file);
    findings.extend(check_cohort(&cohort));
    if args.against_db {
        findings.extend(block_on(async {
            let ctx = open_current(&load_config(&args.instance, Vec::new())?.config).await?;
            let tx = ctx.db.read().await?;
            let found = check_against_database(&tx, &ctx.clock, &cohort).await?;
            drop(tx);
            ctx.db.close().await?;
            Ok(found)
        })?);
    }
    let checked = Checked::new(name, cohort, findings, args.force);
    print(&match args.format {
        Format::Human => findings_as_text(&checked),
        Format::Json => findings_as_json(&checked),
    })?;
    Ok(ExitCode::from(checked.exit_code()))
}
