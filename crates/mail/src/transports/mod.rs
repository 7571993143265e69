//! Ways to hand a message over: an SMTP server, a sendmail-compatible command, a folder. What an answer means for a
//! job or for an address is the caller's to say; what it means for this message is said here.

mod command;
mod delivery;
mod folder;
mod smtp;
mod status;

pub use command::Command;
pub use delivery::{Delivery, Outcome};
pub use folder::Folder;
pub use smtp::{Patience, Security, Smtp, SmtpServer};
pub use status::SmtpStatus;

use crate::Mail;

/// A transport that cannot be used as it is set up.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct TransportError(pub String);

/// The way that the operator chose.
#[derive(Debug)]
pub enum Transport {
    /// A server is spoken to.
    Smtp(Smtp),
    /// A program is started.
    Command(Command),
    /// A file is written.
    Folder(Folder),
    /// Nothing is sent.
    Off,
}

impl Transport {
    /// Hands one message over and says what came of it. Never waits longer than the transport's own limits.
    pub async fn send(&self, mail: &Mail) -> Delivery {
        match self {
            Self::Smtp(smtp) => smtp.send(mail).await,
            Self::Command(command) => command.send(mail).await,
            Self::Folder(folder) => folder.send(mail).await,
            Self::Off => Delivery::new(Outcome::Refused, "mail is turned off on this instance"),
        }
    }

    /// Looks whether a message could be handed over, without doing it; says what was found.
    pub async fn check(&self) -> Result<String, TransportError> {
        match self {
            Self::Smtp(smtp) => smtp.check().await,
            Self::Command(command) => command.check(),
            Self::Folder(folder) => folder.check().await,
            Self::Off => Ok("mail is turned off".to_owned()),
        }
    }
}
