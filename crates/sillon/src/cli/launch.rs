//! Arguments of `sillon launch …`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Instance;

/// `sillon launch`
#[derive(Debug, Subcommand)]
pub enum Launch {
    /// Checks the list of people to invite. Exit code 0: all well, 1: blocked, 2: warnings only.
    #[command(after_help = "Example:\n  sillon launch validate-cohort cohort.csv --against-db")]
    ValidateCohort(ValidateCohort),
    /// Writes the invitations as letters into a folder; with --send, sends them.
    #[command(after_help = "Examples:\n  sillon launch invite cohort.csv                 writes out-<date>/*.eml\n  \
                      sillon launch invite cohort.csv --send          sends what was never sent\n  \
                      sillon launch invite cohort.csv --send --only temporary\n  \
                      sillon launch invite cohort.csv --send --retry unknown")]
    Invite(Invite),
    /// Shows the invitations and how far their letters are, without their codes.
    #[command(
        after_help = "Examples:\n  sillon launch letters\n  sillon launch letters --state unknown --format json\n  \
                      sillon launch letters --show out-2026-06-21/0001-0123456789abcdef.eml"
    )]
    Letters(Letters),
    /// Notes that somebody does not want to be invited, as a click on the link in their letter does.
    #[command(after_help = "Examples:\n  sillon launch decline ada@example.org\n  \
                      sillon launch decline ada@example.org --undo        they may be invited again")]
    Decline(Decline),
    /// Looks at six signals. Exit code 0: GO, 1: NO-GO, 2: HOLD.
    #[command(after_help = "Examples:\n  sillon launch monitor\n  sillon launch monitor --loop --interval 60\n  \
                      sillon launch monitor --since 24h        the day as Markdown")]
    Monitor(Monitor),
    /// Walks through a running instance as a person would, and leaves a result file.
    #[command(after_help = "Example:\n  sillon launch journey --base-url https://music.example.org")]
    Journey(Journey),
    /// Sign-ups, first plays, first uploads and returns by cohort.
    #[command(after_help = "Examples:\n  sillon launch report\n  sillon launch report --format svg >cohorts.svg")]
    Report(Report),
    /// Prints the folder in which the monitor looks for the last load run, for the script that leaves it there.
    LoadFolder(LoadFolder),
    /// Runs the lines of the launch checklist that a machine can check, and prints the others as boxes to tick.
    #[command(after_help = "Examples:\n  sillon launch checklist --list\n  sillon launch checklist --section 'T-72 h'")]
    Checklist(Checklist),
}

/// Output for people or for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// For machines.
    Json,
}

/// `sillon launch validate-cohort`
#[derive(Debug, Args)]
pub struct ValidateCohort {
    /// Which instance, for --against-db.
    #[command(flatten)]
    pub instance: Instance,
    /// CSV file with the header email,cohort,role (and name, if wanted).
    pub file: PathBuf,
    /// Also looks for accounts, invitations and people who said no.
    #[arg(long)]
    pub against_db: bool,
    /// Accepts warnings: 2 becomes 0, 1 stays.
    #[arg(long, env = "FORCE", value_parser = clap::builder::FalseyValueParser::new())]
    pub force: bool,
    /// Output for people or for machines.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

/// `sillon launch invite`
#[derive(Debug, Args)]
pub struct Invite {
    /// Which instance.
    #[command(flatten)]
    pub instance: Instance,
    /// CSV file of the people.
    pub file: PathBuf,
    /// Folder of the letters; out-YYYY-MM-DD in this folder by default, or the newest one there when sending.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Mail address of the account that invites.
    #[arg(long, value_name = "ADDRESS")]
    pub by: Option<String>,
    /// Another template of the letter.
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    /// Sends the letters.
    #[arg(long)]
    pub send: bool,
    /// Sends only those that failed, or of these only those that were refused for now.
    #[arg(long, value_enum, requires = "send", conflicts_with = "retry")]
    pub only: Option<Only>,
    /// Sends those again of which nobody knows whether they arrived. Look first: some did.
    #[arg(long, value_enum, requires = "send")]
    pub retry: Option<Retry>,
    /// Command that sends one mail from its standard input.
    #[arg(long, env = "SEND_CMD", value_name = "COMMAND", hide_env_values = true)]
    pub send_command: Option<String>,
}

/// A part of the letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Only {
    /// Those that failed.
    Failed,
    /// Those that a server asked to send later, or that found no server.
    Temporary,
}

/// A part of the letters that needs a look before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Retry {
    /// Those that broke off.
    Unknown,
}

/// `sillon launch letters`
#[derive(Debug, Args)]
pub struct Letters {
    /// Which instance.
    #[command(flatten)]
    pub instance: Instance,
    /// Only those in this state; `unknown` includes those whose sending broke off or goes on.
    #[arg(long, value_enum)]
    pub state: Option<LetterState>,
    /// Shows one letter of a folder as its reader sees it: who writes, to whom, the subject, the text.
    #[arg(long, value_name = "FILE", conflicts_with = "state")]
    pub show: Option<PathBuf>,
    /// Output for people or for machines.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

/// `sillon launch decline`
#[derive(Debug, Args)]
pub struct Decline {
    /// Which instance.
    #[command(flatten)]
    pub instance: Instance,
    /// The mail address.
    pub address: String,
    /// Takes the no back.
    #[arg(long)]
    pub undo: bool,
}

/// How far a letter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LetterState {
    /// Written, and not sent.
    Rendered,
    /// A server took it.
    Sent,
    /// A server refused it.
    Failed,
    /// It may have arrived.
    Unknown,
}

/// `sillon launch monitor`
#[derive(Debug, Args)]
pub struct Monitor {
    /// Which instance.
    #[command(flatten)]
    pub instance: Instance,
    /// Goes on until SIGTERM or Ctrl-C, and prints what changes.
    #[arg(long = "loop")]
    pub looping: bool,
    /// Seconds from one check to the next.
    #[arg(long, value_name = "SECONDS", requires = "looping", value_parser = clap::value_parser!(u32).range(1..))]
    pub interval: Option<u32>,
    /// Checks nothing; prints what changed since then as Markdown: 90m, 24h, 7d.
    #[arg(long, value_name = "TIME", conflicts_with_all = ["looping", "format"], value_parser = parse_span)]
    pub since: Option<chrono::TimeDelta>,
    /// Output for people or for machines.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

/// `sillon launch journey`
#[derive(Debug, Args)]
pub struct Journey {
    /// Which instance's database and settings.
    #[command(flatten)]
    pub instance: Instance,
    /// Where the instance answers; `server.public_url` by default.
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Where the result goes; `launch.journey_result` by default.
    #[arg(long, value_name = "FILE")]
    pub result: Option<PathBuf>,
    /// Output for people or for machines.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

/// `sillon launch load-folder`
#[derive(Debug, Args)]
pub struct LoadFolder {
    /// Which instance's settings.
    #[command(flatten)]
    pub instance: Instance,
}

/// `sillon launch report`
#[derive(Debug, Args)]
pub struct Report {
    /// Which instance.
    #[command(flatten)]
    pub instance: Instance,
    /// How it is written.
    #[arg(long, value_enum, default_value = "table")]
    pub format: ReportFormat,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For a terminal.
    Table,
    /// For machines.
    Json,
    /// For spreadsheets.
    Csv,
    /// A chart.
    Svg,
}

/// `sillon launch checklist`
#[derive(Debug, Args)]
pub struct Checklist {
    /// Which instance.
    #[command(flatten)]
    pub instance: Instance,
    /// Only the section whose title begins so, such as "T-72 h".
    #[arg(long, value_name = "TITLE")]
    pub section: Option<String>,
    /// Only prints the list.
    #[arg(long)]
    pub list: bool,
}

fn parse_span(text: &str) -> Result<chrono::TimeDelta, String> {
    let refuse = || format!("{text:?} is not a time such as 90m, 24h or 7d");
    let unit = text.chars().last().ok_or_else(refuse)?;
    let count: i64 = text[..text.len() - unit.len_utf8()].parse().map_err(|_| refuse())?;
    let span = match unit {
        'm' => chrono::TimeDelta::try_minutes(count),
        'h' => chrono::TimeDelta::try_hours(count),
        'd' => chrono::TimeDelta::try_days(count),
        _ => None,
    };
    span.filter(|_| count > 0).ok_or_else(refuse)
}
