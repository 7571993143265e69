//! One file a kind of job, one line here.

mod encode_track;
mod encoded_version;
mod keep_order;

use keep_order::KeepOrder;
use sillon_domain::jobs::EncodeTrack;

use crate::registry::Registry;

/// Every kind of the product, and what runs when (UTC).
pub(crate) fn registry() -> Registry {
    Registry::default().with::<EncodeTrack>().with_scheduled("7 * * * *", KeepOrder {})
}
