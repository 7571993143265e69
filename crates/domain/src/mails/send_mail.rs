//! The payload of the job that sends a mail.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Category, Recipient};
use crate::jobs::{JobKind, Queue};

/// Renders a mail and sends it: what it says is decided when it is sent, not here.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendMail {
    /// Name of the template.
    pub template: String,
    /// What it is about.
    pub category: Category,
    /// Whom to, and in which language.
    pub to: Recipient,
    /// What the template shows.
    pub values: Value,
    /// Not sent after this.
    pub expires_at: Option<DateTime<Utc>>,
    /// How often it was handed over without an answer.
    #[serde(default)]
    pub unanswered: u32,
}

impl SendMail {
    /// How often the mail may be handed over without an answer. What a person waits for (a link to reset a password) is
    /// worth a second copy; news is not, and is rather lost than sent twice.
    pub fn most_unanswered(&self) -> u32 {
        if self.category.is_optional() { 1 } else { 3 }
    }

    /// Whether it carries something that must not stay once its job has ended.
    pub fn is_secret(&self) -> bool {
        self.expires_at.is_some()
    }
}

/// Without values and address: both may be private, and this ends up in logs.
impl fmt::Debug for SendMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendMail").field("template", &self.template).finish_non_exhaustive()
    }
}

impl JobKind for SendMail {
    const KIND: &'static str = "send_mail";
    const QUEUE: Queue = Queue::Mail;
    const MAX_ATTEMPTS: i32 = 20;
}
