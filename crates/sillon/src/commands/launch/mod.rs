//! `sillon launch …`: settings in, exit code out. What is done is in the launch role.

mod checklist;
mod invite;
mod journey;
mod monitor;
mod report;
mod sending_progress;
mod stop_signal;
mod validate_cohort;

use std::process::ExitCode;

use crate::cli::launch::Launch;

pub(super) fn run(command: &Launch) -> anyhow::Result<ExitCode> {
    match command {
        Launch::ValidateCohort(args) => validate_cohort::run(args),
        Launch::Invite(args) => invite::run(args),
        Launch::Monitor(args) => monitor::run(args),
        Launch::Journey(args) => journey::run(args),
        Launch::Report(args) => report::run(args),
        Launch::Checklist(args) => checklist::run(args),
    }
}
