//! Bodies of what people decide about their mails.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the link at the end of a mail is about.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MailSubscription {
    /// The mails: `music` (news of one's own music).
    #[schema(example = "music")]
    pub category: String,
    /// The address that they go to, as far as its owner needs it to know it.
    #[schema(example = "a…@example.org")]
    pub address_hint: String,
    /// Whether they are sent.
    pub active: bool,
}
