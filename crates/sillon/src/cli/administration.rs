//! Arguments of `sillon admin` and `sillon audit`.

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand, ValueEnum};

use super::{Instance, Report};

/// `sillon admin`
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Gives a person a role.
    #[command(after_help = "Example:\n  sillon admin grant ada@example.org moderator")]
    Grant(ForRole),
    /// Takes a role from a person. The last admin stays one.
    #[command(after_help = "Example:\n  sillon admin revoke ada@example.org moderator --yes")]
    Revoke(Undoing<ForRole>),
    /// Shuts a person out: their sessions end and they cannot sign in.
    Suspend(Undoing<ForPerson>),
    /// Lets a suspended person sign in again.
    Reinstate(ForPerson),
    /// Prints every role with what it permits.
    ListRoles(Report),
    /// Prints people with their roles, newest first.
    People(PeopleList),
    /// Verifies what must always be so: an admin who can sign in, an unbroken audit log, roles that exist.
    Verify(AuditVerify),
}

/// A person and a role.
#[derive(Debug, Args)]
pub struct ForRole {
    /// Their mail address.
    pub email: String,
    /// Name of the role: admin, moderator, creator, listener, or one of the instance's own.
    pub role: String,
    /// Which instance.
    #[command(flatten)]
    pub instance: Instance,
}

/// A person.
#[derive(Debug, Args)]
pub struct ForPerson {
    /// Their mail address.
    pub email: String,
    /// Which instance.
    #[command(flatten)]
    pub instance: Instance,
}

/// Something that takes away, and asks before it does.
#[derive(Debug, Args)]
pub struct Undoing<A: Args> {
    /// To whom.
    #[command(flatten)]
    pub what: A,
    /// Does not ask.
    #[arg(long)]
    pub yes: bool,
}

/// `sillon admin people`
#[derive(Debug, Args)]
pub struct PeopleList {
    /// Part of the name or of the address.
    #[arg(long)]
    pub search: Option<String>,
    /// Name of a role that they have.
    #[arg(long)]
    pub role: Option<String>,
    /// How many at most.
    #[arg(long, default_value_t = 100)]
    pub limit: u64,
    /// Which instance, and how to print it.
    #[command(flatten)]
    pub report: Report,
}

/// `sillon audit`
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Prints the newest entries.
    List(AuditList),
    /// Prints the entries that fit in the order in which they were recorded.
    #[command(after_help = "Example:\n  sillon audit export --format csv --from 2026-01-01T00:00:00Z > audit.csv")]
    Export(AuditExport),
    /// Walks the chain of hashes and says where it is broken.
    #[command(
        after_help = "The last line names the end of the chain. Note it down elsewhere now and then, and give it \
                            to --checkpoint later: then a log that was written anew as a whole shows as well."
    )]
    Verify(AuditVerify),
}

/// Which entries.
#[derive(Clone, Debug, Args)]
pub struct AuditFilter {
    /// Mail address of the account that did it.
    #[arg(long, value_name = "EMAIL")]
    pub actor: Option<String>,
    /// Stable name of what was done, such as role.granted.
    #[arg(long)]
    pub action: Option<String>,
    /// Kind of what it was done to, such as account.
    #[arg(long)]
    pub object_kind: Option<String>,
    /// Id of what it was done to.
    #[arg(long)]
    pub object_id: Option<String>,
    /// Entries of this instant and later (RFC 3339).
    #[arg(long, value_name = "TIME")]
    pub from: Option<DateTime<Utc>>,
    /// Entries before this instant (RFC 3339).
    #[arg(long, value_name = "TIME")]
    pub until: Option<DateTime<Utc>>,
}

/// `sillon audit list`
#[derive(Debug, Args)]
pub struct AuditList {
    /// Which entries.
    #[command(flatten)]
    pub filter: AuditFilter,
    /// How many at most.
    #[arg(long, default_value_t = 50)]
    pub limit: u64,
    /// Which instance, and how to print it.
    #[command(flatten)]
    pub report: Report,
}

/// Form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AuditFormat {
    /// One JSON object a line.
    Json,
    /// RFC 4180, with a header.
    Csv,
}

/// `sillon audit export`
#[derive(Debug, Args)]
pub struct AuditExport {
    /// Which entries.
    #[command(flatten)]
    pub filter: AuditFilter,
    /// Form of the export.
    #[arg(long, value_enum, default_value = "json")]
    pub format: AuditFormat,
    /// Which instance.
    #[command(flatten)]
    pub instance: Instance,
}

/// `sillon audit verify` and `sillon admin verify`
#[derive(Debug, Args)]
pub struct AuditVerify {
    /// An end of the chain that was noted down before.
    #[arg(long, value_name = "NUMBER:HASH")]
    pub checkpoint: Option<String>,
    /// Which instance, and how to print it.
    #[command(flatten)]
    pub report: Report,
}
