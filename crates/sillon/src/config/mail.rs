//! `[mail]`: what the operator may write, and what does not fit together. Transports are made of it elsewhere.

use std::{fmt, path::PathBuf};

use serde::Deserialize;
use sillon_mail::Mailbox;

/// `[mail]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// `SILLON_MAIL_TRANSPORT`, folder.
    pub transport: MailTransport,
    /// `SILLON_MAIL_FROM`, empty.
    pub from: String,
    /// `SILLON_MAIL_SMTP_HOST`, empty.
    pub smtp_host: String,
    /// `SILLON_MAIL_SMTP_PORT`, 0: by the security.
    pub smtp_port: u16,
    /// `SILLON_MAIL_SMTP_SECURITY`, starttls.
    pub smtp_security: SmtpSecurity,
    /// `SILLON_MAIL_SMTP_CA_FILE`, empty.
    pub smtp_ca_file: PathBuf,
    /// `SILLON_MAIL_SMTP_USER`, empty.
    pub smtp_user: String,
    /// `SILLON_MAIL_SMTP_PASSWORD`, empty.
    pub smtp_password: Secret,
    /// `SILLON_MAIL_SMTP_PASSWORD_FILE`, empty.
    pub smtp_password_file: PathBuf,
    /// `SILLON_MAIL_COMMAND`, sendmail.
    pub command: Vec<String>,
    /// `SILLON_MAIL_COMMAND_LIMIT_SECONDS`, 60.
    pub command_limit_seconds: u32,
    /// `SILLON_MAIL_PER_SECOND`, 5.
    pub per_second: u32,
}

/// How mail leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTransport {
    /// Files.
    Folder,
    /// A mail server.
    Smtp,
    /// A program.
    Command,
    /// Not at all.
    Off,
}

/// How the line to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmtpSecurity {
    /// Not at all.
    None,
    /// STARTTLS.
    Starttls,
    /// TLS from the first byte.
    Tls,
}

/// A text that is never printed.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "none" } else { "…" })
    }
}

impl Mail {
    /// The port, chosen or usual.
    pub fn port(&self) -> u16 {
        match (self.smtp_port, self.smtp_security) {
            (0, SmtpSecurity::Starttls) => 587,
            (0, SmtpSecurity::Tls) => 465,
            (0, SmtpSecurity::None) => 25,
            (chosen, _) => chosen,
        }
    }

    /// Names the setting that does not fit, and why.
    pub(super) fn check(&self) -> Result<(), (&'static str, &'static str)> {
        if !self.from.is_empty() && self.from.parse::<Mailbox>().is_err() {
            return Err(("mail.from", "it is `music@example.org` or `Our Music <music@example.org>`"));
        }
        if matches!(self.transport, MailTransport::Smtp | MailTransport::Command) && self.from.is_empty() {
            return Err(("mail.from", "mail that is sent needs a sender"));
        }
        match self.transport {
            MailTransport::Smtp => self.check_smtp(),
            MailTransport::Command => self.check_command(),
            MailTransport::Folder | MailTransport::Off => Ok(()),
        }
    }

    fn check_smtp(&self) -> Result<(), (&'static str, &'static str)> {
        let (typed, file) = (!self.smtp_password.0.is_empty(), !self.smtp_password_file.as_os_str().is_empty());
        if self.smtp_host.is_empty() {
            return Err(("mail.smtp_host", "the transport `smtp` needs a server"));
        }
        if typed && file {
            return Err(("mail.smtp_password_file", "mail.smtp_password is set too; use one of both"));
        }
        if (typed || file) == self.smtp_user.is_empty() {
            return Err(("mail.smtp_user", "a user needs a password, and a password a user"));
        }
        if (typed || file) && self.smtp_security == SmtpSecurity::None && !is_this_machine(&self.smtp_host) {
            return Err(("mail.smtp_security", "a password is not sent over a line that others can read"));
        }
        Ok(())
    }

    fn check_command(&self) -> Result<(), (&'static str, &'static str)> {
        if self.command.is_empty() {
            return Err(("mail.command", "it is empty"));
        }
        // The job has 15 minutes; a program that outlives it would be started again and again.
        if !(1..=600).contains(&self.command_limit_seconds) {
            return Err(("mail.command_limit_seconds", "it is from 1 to 600"));
        }
        Ok(())
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
