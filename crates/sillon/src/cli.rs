//! Arguments of the command line. What a command does is in `commands`.

mod administration;
pub mod jobs;
pub mod launch;
mod mail;

use std::{net::SocketAddr, path::PathBuf};

pub use administration::{
    Admin, AuditCommand, AuditExport, AuditFilter, AuditFormat, AuditList, AuditVerify, ForPerson, ForRole, PeopleList,
    Undoing,
};
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

pub use mail::{Mail, MailLanguage, MailPart, MailPreview, MailTest, Suppression, Suppressions, SuppressionsAdd};

/// A self-hosted home for a music community.
#[derive(Debug, Parser)]
#[command(name = "sillon", version, about, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "Examples:
  sillon serve                              everything in one process, data in ./data
  sillon serve --listen 0.0.0.0:80 --data-dir /srv/sillon
  sillon dev demo                           two creators and a release to listen to
  sillon doctor                             is everything as it must be?
  sillon admin grant ada@example.org moderator
  sillon audit verify                       was anything recorded changed or removed?
  sillon media encode song.flac out/        HLS files, without any server";

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Starts the server.
    #[command(
        after_help = "Example:\n  sillon serve --listen 127.0.0.1:8080 --data-dir ./data --roles api,streaming,worker"
    )]
    Serve(Serve),
    /// Checks configuration, storage, database and encoder, and says what to do about what is wrong.
    Doctor(Report),
    /// Prints the settings in effect and where they come from.
    Config(ConfigArgs),
    /// Brings the database's schema up to this version. `serve` does so by itself.
    Migrate(Migrate),
    /// People, their roles, and the invariants of the instance. What is changed here is recorded as the operator's.
    #[command(subcommand)]
    Admin(Admin),
    /// The audit log.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// The queue of jobs: look, redrive, cancel.
    #[command(subcommand)]
    Jobs(jobs::Jobs),
    /// Audio without any server.
    #[command(subcommand)]
    Media(Media),
    /// Opens the doors to a first cohort: list, invitations, signals, journey, report, checklist.
    #[command(subcommand)]
    Launch(launch::Launch),
    /// Mail: try the transport, look at the mails, see who gets none.
    #[command(subcommand)]
    Mail(Mail),
    /// People's accounts.
    #[command(subcommand)]
    Accounts(Accounts),
    /// How much is listened to: the daily numbers of the whole instance.
    #[command(subcommand)]
    Stats(Stats),
    /// For trying and developing.
    #[command(subcommand)]
    Dev(Dev),
    /// Encodes one upload; started by the worker.
    #[command(hide = true)]
    EncodeChild(EncodeChild),
    /// Makes the thumbnails of one picture; started by the worker.
    #[command(hide = true)]
    ThumbnailChild(ThumbnailChild),
}

/// Which instance a command is about.
#[derive(Clone, Debug, Default, Args)]
pub struct Instance {
    /// Configuration file; sillon.toml in this folder when it is there.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder of everything that Sillon keeps.
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
}

/// `sillon serve`
#[derive(Debug, Args)]
pub struct Serve {
    /// Which instance.
    #[command(flatten)]
    pub instance: Instance,
    /// Address and port; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
    /// What this process does: api, streaming, worker, separated by commas.
    #[arg(long, value_name = "ROLES")]
    pub roles: Option<String>,
}

/// Output for people or for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// A command that reports on an instance.
#[derive(Debug, Args)]
pub struct Report {
    /// Which instance.
    #[command(flatten)]
    pub instance: Instance,
    /// Output for people or for machines.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// `sillon config`
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// Reference or sample instead.
    #[command(subcommand)]
    pub command: Option<ConfigCommand>,
    /// Which instance, and how to print it.
    #[command(flatten)]
    pub report: Report,
}

/// `sillon config …`
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum ConfigCommand {
    /// Prints the documentation of every setting as Markdown.
    Reference,
    /// Prints a configuration file with every default.
    Sample,
}

/// `sillon migrate`
#[derive(Debug, Args)]
pub struct Migrate {
    /// Which instance.
    #[command(flatten)]
    pub report: Report,
    /// Only shows what would be done.
    #[arg(long)]
    pub dry_run: bool,
}

/// `sillon media`
#[derive(Debug, Subcommand)]
pub enum Media {
    /// Encodes a file to HLS: AAC ladder, FLAC when the source is lossless, playlists, loudness, waveform.
    #[command(after_help = "Example:\n  sillon admin grant ada@example.org moderator
  sillon audit verify                       was anything recorded changed or removed?
  sillon media encode song.flac out/\n  (then any web server can serve out/master.m3u8)")]
    Encode(Encode),
}

/// `sillon media encode`
#[derive(Debug, Args)]
pub struct Encode {
    /// WAV, AIFF, FLAC, MP3, M4A (AAC or ALAC), Ogg Vorbis or Opus.
    pub input: PathBuf,
    /// Folder for the result; made when it is missing, refused when it is not empty.
    pub out_dir: PathBuf,
    /// Output for people or for machines.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// `sillon accounts`
#[derive(Debug, Subcommand)]
pub enum Accounts {
    /// Prints a link that sets a new password, for somebody whom no mail reaches. It works once, for an hour.
    #[command(after_help = "Example:\n  sillon accounts reset-link ada@example.org --data-dir /srv/sillon")]
    ResetLink(ResetLink),
}

/// `sillon accounts reset-link`
#[derive(Debug, Args)]
pub struct ResetLink {
    /// The account's mail address.
    pub email: String,
    /// Which instance.
    #[command(flatten)]
    pub instance: Instance,
}

/// `sillon stats`
#[derive(Debug, Subcommand)]
pub enum Stats {
    /// Prints the instance's numbers day by day.
    #[command(after_help = "Example:\n  sillon stats show --from 2026-06-01 --format json")]
    Show(ShowStats),
    /// Counts the daily numbers anew from the plays that are stored. The numbers of days whose plays were removed stay.
    #[command(after_help = "Example:\n  sillon stats rebuild --from 2026-06-01 --to 2026-06-30")]
    Rebuild(RebuildStats),
}

/// `sillon stats show`
#[derive(Debug, Args)]
pub struct ShowStats {
    /// Which instance, and how to print it.
    #[command(flatten)]
    pub report: Report,
    /// First day (UTC); 30 days until the last one when it is not given.
    #[arg(long, value_name = "DAY")]
    pub from: Option<NaiveDate>,
    /// Last day (UTC); today when it is not given.
    #[arg(long, value_name = "DAY")]
    pub to: Option<NaiveDate>,
}

/// `sillon stats rebuild`
#[derive(Debug, Args)]
pub struct RebuildStats {
    /// Which instance, and how to print it.
    #[command(flatten)]
    pub report: Report,
    /// First day (UTC); the first of the instance when it is not given.
    #[arg(long, value_name = "DAY")]
    pub from: Option<NaiveDate>,
    /// Last day (UTC); today when it is not given.
    #[arg(long, value_name = "DAY")]
    pub to: Option<NaiveDate>,
}

/// `sillon dev`
#[derive(Debug, Subcommand)]
pub enum Dev {
    /// Fills the instance with two creators and a release of six pieces that Sillon synthesises itself.
    Demo(Instance),
    /// Prints the description of the HTTP interface (OpenAPI 3.1, JSON).
    Openapi,
}

/// The worker's hidden command for pictures.
#[derive(Debug, Args)]
pub struct ThumbnailChild {
    /// The picture.
    pub input: PathBuf,
    /// An empty folder.
    pub out_dir: PathBuf,
    /// Where along its longer side the square is cut out, 0 to 100.
    pub framing_percent: u8,
}

/// The worker's hidden command for uploads.
#[derive(Debug, Args)]
pub struct EncodeChild {
    /// The upload.
    pub input: PathBuf,
    /// An empty folder.
    pub out_dir: PathBuf,
}
