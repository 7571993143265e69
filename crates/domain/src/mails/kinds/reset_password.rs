//! To a person who forgot their password.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    Clock, OpaqueToken,
    address_links::LINK_LASTS,
    mails::{Category, Mail},
};

/// The link that sets a new password.
#[derive(Clone, Serialize)]
pub struct ResetPassword {
    /// The secret in the link.
    pub token: String,
    #[serde(skip)]
    expires_at: DateTime<Utc>,
}

impl ResetPassword {
    /// With this token.
    pub fn new(clock: &Clock, token: &OpaqueToken) -> Self {
        Self { token: token.reveal().to_owned(), expires_at: clock.now() + LINK_LASTS }
    }
}

impl Mail for ResetPassword {
    const TEMPLATE: &'static str = "reset_password";
    const CATEGORY: Category = Category::Transactional;

    fn example() -> Self {
        Self { token: "the-token-of-an-example".to_owned(), expires_at: DateTime::UNIX_EPOCH }
    }

    fn expires_at(&self) -> Option<DateTime<Utc>> {
        Some(self.expires_at)
    }
}
