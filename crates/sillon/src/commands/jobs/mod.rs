//! `sillon jobs`: the operator's view of the queue.

mod change_jobs;
mod list_jobs;
mod present;
mod show_job;
mod watch_queue;

use std::process::ExitCode;

use anyhow::bail;
use sillon_domain::Context;

use super::{block_on, load_config, print};
use crate::{
    cli::{Instance, jobs::Jobs},
    serve::open_instance,
};

pub(super) fn run(args: &Jobs) -> anyhow::Result<ExitCode> {
    match args {
        Jobs::List(args) => list_jobs::run(args),
        Jobs::Show(args) => show_job::run(args),
        Jobs::Redrive(args) => change_jobs::redrive(args),
        Jobs::Cancel(args) => change_jobs::cancel(args),
        Jobs::Top(args) => watch_queue::run(args),
    }
}

/// The instance of the command; its schema has to be this version's.
async fn open(instance: &Instance) -> anyhow::Result<Context> {
    let loaded = load_config(instance, Vec::new())?;
    let ctx = open_instance(&loaded.config).await?.ctx;
    if !ctx.db.migration_state().await?.pending().is_empty() {
        bail!("the database's schema is older than this version: run `sillon migrate` first");
    }
    Ok(ctx)
}
