//! Mail: templates become text, text becomes a message, a transport hands the message over and says what came of it.
//! Bytes in and bytes out: who is written to, and whether, is a rule of the domain; no database and no HTTP here.

mod compose;
mod language;
mod mailbox;
mod templates;
mod transports;

pub use compose::{ComposeError, Letter, Mail, compose};
pub use language::Language;
pub use mailbox::{Mailbox, one_line};
pub use templates::{RenderError, Rendered, Setting, Templates, empty_environment};
pub use transports::{
    Command, Delivery, Folder, Outcome, Patience, Security, Smtp, SmtpServer, SmtpStatus, Transport, TransportError,
};
