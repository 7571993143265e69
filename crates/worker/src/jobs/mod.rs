//! One file a kind of job, one line here.

mod encode_track;
mod encoded_version;
mod keep_order;
mod send_mail;

use keep_order::KeepOrder;
use sillon_domain::{jobs::EncodeTrack, mails::SendMail};

use crate::registry::Registry;

/// Every kind of the product, and what runs when (UTC).
pub(crate) fn registry() -> Registry {
    Registry::default().with::<EncodeTrack>().with::<SendMail>().with_scheduled("7 * * * *", KeepOrder {})
}
