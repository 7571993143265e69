//! `sillon launch …`: settings in, exit code out. What is done is in the launch role.

mod checklist;
mod decline;
mod invite;
mod journey;
mod letters;
mod monitor;
mod report;
mod sending_progress;
mod stop_signal;
mod validate_cohort;

use std::process::ExitCode;

use anyhow::bail;
use sillon_domain::Context;

use super::{load_config, print};
use crate::{cli::launch::Launch, config::Config, serve::open_instance};

/// Opens the instance; its database must be as this program needs it.
async fn open_current(config: &Config) -> anyhow::Result<Context> {
    let ctx = open_instance(config).await?.ctx;
    if !ctx.db.migration_state().await?.pending().is_empty() {
        bail!("the database is empty, or older than this program: look at the data folder, then run `sillon migrate`");
    }
    Ok(ctx)
}

pub(super) fn run(command: &Launch) -> anyhow::Result<ExitCode> {
    match command {
        Launch::ValidateCohort(args) => validate_cohort::run(args),
        Launch::Invite(args) => invite::run(args),
        Launch::Letters(args) => letters::run(args),
        Launch::Decline(args) => decline::run(args),
        Launch::Monitor(args) => monitor::run(args),
        Launch::Journey(args) => journey::run(args),
        Launch::LoadFolder(args) => {
            let folder = load_config(&args.instance, Vec::new())?.config.load_folder();
            print(&format!("{}\n", folder.display()))?;
            Ok(ExitCode::SUCCESS)
        }
        Launch::Report(args) => report::run(args),
        Launch::Checklist(args) => checklist::run(args),
    }
}
