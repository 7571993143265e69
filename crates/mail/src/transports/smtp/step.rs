//! One step of a conversation: an answer, a refusal, or silence.

use std::time::Duration;

use lettre::transport::smtp::Error;
use tokio::time::timeout;

use crate::transports::{Delivery, Outcome, SmtpStatus};

/// Why a step did not succeed.
pub(super) enum Stop {
    /// The server said no.
    Answer(SmtpStatus, String),
    /// The line broke, or nothing came in time.
    Silence(String),
}

/// Waits for an answer, for so long.
pub(super) async fn step<T>(patience: Duration, answer: impl Future<Output = Result<T, Error>>) -> Result<T, Stop> {
    let error = match timeout(patience, answer).await {
        Ok(Ok(answer)) => return Ok(answer),
        Ok(Err(error)) => error,
        Err(_) => return Err(Stop::Silence("no answer in time".to_owned())),
    };
    let Some(code) = error.status() else { return Err(Stop::Silence(error.to_string())) };
    let text = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    Err(Stop::Answer(SmtpStatus::of_reply(u16::from(code), &text), text))
}

impl Stop {
    pub(super) fn into_delivery(self, of_answer: impl Fn(SmtpStatus) -> Outcome, of_silence: Outcome) -> Delivery {
        match self {
            Self::Answer(status, text) => Delivery::with_status(of_answer(status), status, without_status(&text)),
            Self::Silence(text) => Delivery::new(of_silence, &text),
        }
    }
}

/// The text behind an enhanced status, which is kept by itself.
pub(super) fn without_status(text: &str) -> &str {
    match text.split_once(' ') {
        Some((first, rest)) if first.split('.').count() == 3 && first.starts_with(['2', '4', '5']) => rest,
        _ => text,
    }
}
