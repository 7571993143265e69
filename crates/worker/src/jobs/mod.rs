//! One file a kind of job, one line here.

mod encode_track;
mod encoded_version;
mod finish_days;
mod keep_order;
mod make_thumbnails;
mod roll_up_plays;
mod send_mail;

use finish_days::FinishDays;
use keep_order::KeepOrder;
use roll_up_plays::RollUpPlays;
use sillon_domain::{
    jobs::{EncodeTrack, MakeThumbnails},
    mails::SendMail,
};

use crate::registry::Registry;

/// Every kind of the product, and what runs when (UTC).
pub(crate) fn registry() -> Registry {
    Registry::default()
        .with::<EncodeTrack>()
        .with::<MakeThumbnails>()
        .with::<SendMail>()
        .with_scheduled("7 * * * *", KeepOrder {})
        .with_scheduled("12 * * * *", RollUpPlays {})
        .with_scheduled("20 * * * *", FinishDays {})
}
