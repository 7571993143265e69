//! Invitations on their way: letters written to a folder, then sent through a command, with a journal that survives a
//! crash. Invariant: nobody gets the same mail twice (see `dispatch`).

mod dispatch;
mod journal;
mod msmtp_log;
mod outbox;
mod render_invitations;
mod send_command;
mod settle;

pub use dispatch::{Choice, DispatchError, Dispatched, Dispatcher, Progress};
pub use journal::{Entry, Journal, JournalError, JournalState};
pub use outbox::{Outbox, failed_rows};
pub use render_invitations::{Outcome, Rendered, Terms, render_invitations};
pub use send_command::{CommandError, Delivery, Said, SendCommand};
