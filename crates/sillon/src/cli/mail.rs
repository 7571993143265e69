//! Arguments of `sillon mail`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Instance, Report};

/// `sillon mail`
#[derive(Debug, Subcommand)]
pub enum Mail {
    /// Sends one mail by the transport that is configured, and says what was answered.
    #[command(after_help = "Examples:
  sillon mail test ada@example.org
  sillon mail test ada@example.org --language fr --format json")]
    Test(MailTest),
    /// Shows a mail as it would be sent; without a name, lists them.
    #[command(after_help = "Examples:
  sillon mail preview
  sillon mail preview welcome --language fr
  sillon mail preview track_published --part html > mail.html
  sillon mail preview welcome --out /tmp/mails      writes text, HTML and message")]
    Preview(MailPreview),
    /// The addresses that get no mail, or none of a category.
    #[command(subcommand)]
    Suppressions(Suppressions),
}

/// `sillon mail test`
#[derive(Debug, Args)]
pub struct MailTest {
    /// Whom to.
    pub address: String,
    /// In which language.
    #[arg(long, value_enum, default_value = "en")]
    pub language: MailLanguage,
    /// Which instance, and how to print it.
    #[command(flatten)]
    pub report: Report,
}

/// `sillon mail preview`
#[derive(Debug, Args)]
pub struct MailPreview {
    /// Name of the mail.
    pub template: Option<String>,
    /// In which language.
    #[arg(long, value_enum, default_value = "en")]
    pub language: MailLanguage,
    /// Which part to print.
    #[arg(long, value_enum, default_value = "text")]
    pub part: MailPart,
    /// Writes all three parts into this folder instead.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Which instance.
    #[command(flatten)]
    pub instance: Instance,
}

/// A language of the mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MailLanguage {
    /// English.
    En,
    /// French.
    Fr,
}

impl MailLanguage {
    /// Its tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }
}

/// A part of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MailPart {
    /// Subject and text.
    Text,
    /// The HTML document.
    Html,
    /// The message as it is handed over.
    Eml,
}

/// `sillon mail suppressions`
#[derive(Debug, Subcommand)]
pub enum Suppressions {
    /// Prints the list, newest first.
    #[command(after_help = "Example:\n  sillon mail suppressions list --format json")]
    List(Report),
    /// Puts an address on the list.
    #[command(after_help = "Examples:
  sillon mail suppressions add ada@example.org --note 'asked by letter'
  sillon mail suppressions add ada@example.org --category music")]
    Add(SuppressionsAdd),
    /// Takes an address off the list, such as one that exists again.
    #[command(after_help = "Example:\n  sillon mail suppressions remove ada@example.org")]
    Remove(Suppression),
}

/// An entry of the list.
#[derive(Debug, Args)]
pub struct Suppression {
    /// The address.
    pub address: String,
    /// `all`, or a category of mails that people can turn off: `music`.
    #[arg(long, default_value = "all")]
    pub category: String,
    /// Which instance, and how to print it.
    #[command(flatten)]
    pub report: Report,
}

/// `sillon mail suppressions add`
#[derive(Debug, Args)]
pub struct SuppressionsAdd {
    /// The entry.
    #[command(flatten)]
    pub entry: Suppression,
    /// Why, for those who read the list later.
    #[arg(long)]
    pub note: Option<String>,
}
