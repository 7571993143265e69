//! What came of handing a message over.

use super::SmtpStatus;

/// Longest text of a server that is kept.
const TEXT_MAX_CHARACTERS: usize = 400;

/// What the other side's answer means for this message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is the other side's now.
    Accepted,
    /// There is no such recipient, now or later.
    NoSuchRecipient,
    /// Refused for good, for another reason than the address.
    Refused,
    /// Not now: the message was certainly not taken, and may be later.
    TryLater,
    /// The message was handed over, and no answer came: it may have been taken or not.
    Unknown,
}

/// The outcome, with what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// What it means.
    pub outcome: Outcome,
    /// The status, where SMTP is behind it.
    pub status: Option<SmtpStatus>,
    /// The answer's text, in one line.
    pub text: String,
}

impl Delivery {
    pub(super) fn new(outcome: Outcome, text: &str) -> Self {
        Self { outcome, status: None, text: short(text) }
    }

    pub(super) fn with_status(outcome: Outcome, status: SmtpStatus, text: &str) -> Self {
        Self { outcome, status: Some(status), text: short(text) }
    }
}

/// `550 5.1.1: no such user here`
impl std::fmt::Display for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.status {
            Some(status) => write!(f, "{status}: {}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

fn short(text: &str) -> String {
    let plain: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(TEXT_MAX_CHARACTERS).collect()
}
