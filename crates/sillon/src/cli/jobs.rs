//! Arguments of `sillon jobs`.

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::{Instance, Report};

/// `sillon jobs`
#[derive(Debug, Subcommand)]
pub enum Jobs {
    /// Lists jobs, newest first.
    #[command(
        after_help = "Examples:\n  sillon jobs list --state dead\n  sillon jobs list --kind send_mail --format json"
    )]
    List(List),
    /// Shows one job with the reasons of its failed attempts.
    Show(One),
    /// Gives dead or cancelled jobs another life, their attempts counted anew.
    #[command(
        after_help = "Examples:\n  sillon jobs redrive 019c2f…\n  sillon jobs redrive --all-dead --kind send_mail"
    )]
    Redrive(Redrive),
    /// Cancels a job that has not ended; a worker that runs it stops.
    Cancel(Cancel),
    /// Shows the queue live, until Ctrl-C.
    Top(Top),
}

/// `sillon jobs list`
#[derive(Debug, Args)]
pub struct List {
    /// Only jobs in this state: scheduled, available, running, retryable, completed, dead, cancelled.
    #[arg(long)]
    pub state: Option<String>,
    /// Only jobs of this kind.
    #[arg(long)]
    pub kind: Option<String>,
    /// How many at most.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    pub limit: u64,
    /// Which instance, and how to print it.
    #[command(flatten)]
    pub report: Report,
}

/// A command about one job.
#[derive(Debug, Args)]
pub struct One {
    /// The job's id.
    pub id: Uuid,
    /// Which instance, and how to print it.
    #[command(flatten)]
    pub report: Report,
}

/// `sillon jobs redrive`
#[derive(Debug, Args)]
pub struct Redrive {
    /// The job's id.
    #[arg(required_unless_present = "all_dead")]
    pub id: Option<Uuid>,
    /// Every dead job instead.
    #[arg(long, conflicts_with = "id")]
    pub all_dead: bool,
    /// With `--all-dead`: only jobs of this kind.
    #[arg(long, requires = "all_dead")]
    pub kind: Option<String>,
    /// Which instance, and how to print it.
    #[command(flatten)]
    pub report: Report,
}

/// `sillon jobs cancel`
#[derive(Debug, Args)]
pub struct Cancel {
    /// The job's id.
    pub id: Uuid,
    /// Does not ask.
    #[arg(long)]
    pub yes: bool,
    /// Which instance, and how to print it.
    #[command(flatten)]
    pub report: Report,
}

/// `sillon jobs top`
#[derive(Debug, Args)]
pub struct Top {
    /// Seconds between two looks.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub interval: u64,
    /// Looks once and ends; what happens when standard output is no terminal.
    #[arg(long)]
    pub once: bool,
    /// Which instance.
    #[command(flatten)]
    pub instance: Instance,
}
