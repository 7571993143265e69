//! What a kind of mail says of itself.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use super::Category;

/// A mail with the values that its template shows.
pub trait Mail: Serialize {
    /// Name of its template: `templates/email/<name>.<language>.{txt,html}`.
    const TEMPLATE: &'static str;
    /// What it is about.
    const CATEGORY: Category;

    /// A mail as it could be, for previews and for the test that renders every template.
    fn example() -> Self;

    /// When it is no longer of use: it is not sent after that. A mail with a secret in it (a link that opens something)
    /// expires with the secret; its values are then forgotten in whatever way its job ends.
    fn expires_at(&self) -> Option<DateTime<Utc>> {
        None
    }
}

/// A kind of mail, without its type.
#[derive(Clone, Copy, Debug)]
pub struct MailKind {
    /// Name of its template.
    pub template: &'static str,
    /// What it is about.
    pub category: Category,
    /// The values of a mail as it could be.
    pub example: fn() -> Value,
}

impl MailKind {
    pub(super) const fn of<M: Mail>() -> Self {
        let example = || serde_json::to_value(M::example()).expect("values of a mail are JSON");
        Self { template: M::TEMPLATE, category: M::CATEGORY, example }
    }
}
