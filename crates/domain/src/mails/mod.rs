//! Mails: which ones there are, how one is queued with the change that it tells of, and who gets none.
//! Templates, messages and servers belong to the crate `mail`; sending is a job of the worker.
//!
//! Invariant: a mail is queued in the transaction of the change that it tells of, and rendered only when it is sent.

mod category;
mod end_mail;
mod kinds;
mod mail;
mod queue_mail;
mod send_mail;
mod suppressions;
mod unsubscribe;

pub use category::Category;
pub use end_mail::{complete_mail, forget_ended_mails, retry_unanswered_mail, stop_mail, stop_mail_to_nobody};
pub use kinds::{
    ALL, AccountLeaving, ConfirmAddress, ResetPassword, SecurityEvent, SecurityNotice, TestMail, TrackFailed,
    TrackPublished, VerifyAddress, Welcome, notify,
};
pub use mail::{Mail, MailKind};
pub use queue_mail::{Recipient, queue_mail};
pub use send_mail::SendMail;
pub use suppressions::{Scope, add_suppression, find_suppression, list_suppressions, remove_suppression};
pub use unsubscribe::{Subscription, find_subscription, resubscribe, unsubscribe, unsubscribe_token};
