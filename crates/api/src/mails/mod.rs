//! Which mails a person gets, decided by the link in a mail: whoever has it need not sign in.

mod open_unsubscribe_page;
mod present_subscription;
mod resubscribe;
mod show_subscription;
mod unsubscribe;

pub(crate) use open_unsubscribe_page::{__path_open_unsubscribe_page, open_unsubscribe_page};
use present_subscription::{LinkQuery, present_subscription};
pub(crate) use resubscribe::{__path_resubscribe, resubscribe};
pub(crate) use show_subscription::{__path_show_subscription, show_subscription};
pub(crate) use unsubscribe::{__path_unsubscribe, unsubscribe};
