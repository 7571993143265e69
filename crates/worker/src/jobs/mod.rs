//! One file a kind of job, one line here.

mod encode_track;
mod encoded_version;
mod export_archive;
mod finish_days;
mod keep_order;
mod make_export;
mod make_thumbnails;
mod remove_left_accounts;
mod reset_request;
mod roll_up_plays;
mod send_mail;

use finish_days::FinishDays;
use keep_order::KeepOrder;
use remove_left_accounts::RemoveLeftAccounts;
use roll_up_plays::RollUpPlays;
use sillon_domain::{
    address_links::ResetRequest,
    jobs::{EncodeTrack, MakeExport, MakeThumbnails},
    mails::SendMail,
};

use crate::registry::Registry;

/// Every kind of the product, and what runs when (UTC).
pub(crate) fn registry() -> Registry {
    Registry::default()
        .with::<EncodeTrack>()
        .with::<MakeExport>()
        .with::<MakeThumbnails>()
        .with::<ResetRequest>()
        .with::<SendMail>()
        .with_scheduled("7 * * * *", KeepOrder {})
        .with_scheduled("12 * * * *", RollUpPlays {})
        .with_scheduled("20 * * * *", FinishDays {})
        .with_scheduled("27 * * * *", RemoveLeftAccounts {})
}
