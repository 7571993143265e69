//! The commands that hand one message over, and what each answer means.

use std::time::Duration;

use lettre::{
    Address,
    transport::smtp::{
        Error,
        client::AsyncSmtpConnection,
        commands::{Data, Mail as MailFrom, Rcpt},
        extension::{Extension, MailParameter},
        response::Response,
    },
};
use tokio::time::timeout;

use super::Patience;
use crate::{
    Mail,
    transports::{Delivery, Outcome, SmtpStatus},
};

/// MAIL, RCPT, DATA, message.
///
/// A refusal of MAIL is about the sender, which is this instance: the message waits until the operator has seen to it.
/// From RCPT on, 5xx is about this message. A line that breaks before the message is a matter of trying later; one
/// that breaks after it leaves open whether it was taken.
pub(super) async fn converse(connection: &mut AsyncSmtpConnection, mail: &Mail, patience: Patience) -> Delivery {
    let mut parameters = Vec::new();
    let [from, to] = [&mail.from, &mail.to].map(|mailbox| mailbox.inner().email.clone());
    if ![&from, &to].into_iter().all(is_ascii) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            let text = "the server does not take addresses beyond ASCII (SMTPUTF8)";
            return Delivery::new(Outcome::Refused, text);
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if let Err(stop) = step(patience.step, connection.command(MailFrom::new(Some(from), parameters))).await {
        return stop.into_delivery(|_| Outcome::TryLater, Outcome::TryLater);
    }
    if let Err(stop) = step(patience.step, connection.command(Rcpt::new(to, Vec::new()))).await {
        return stop.into_delivery(refusal, Outcome::TryLater);
    }
    if let Err(stop) = step(patience.step, connection.command(Data)).await {
        return stop.into_delivery(refusal, Outcome::TryLater);
    }
    match step(patience.message, connection.message(&mail.bytes)).await {
        Ok(response) => {
            let text = response.message().collect::<Vec<_>>().join(" ");
            Delivery::with_status(
                Outcome::Accepted,
                SmtpStatus::of_reply(u16::from(response.code()), &text),
                without_status(&text),
            )
        }
        Err(stop) => stop.into_delivery(refusal, Outcome::Unknown),
    }
}

fn is_ascii(address: &Address) -> bool {
    let text: &str = address.as_ref();
    text.is_ascii()
}

fn refusal(status: SmtpStatus) -> Outcome {
    match status {
        status if !status.is_permanent() => Outcome::TryLater,
        status if status.is_about_the_address() => Outcome::NoSuchRecipient,
        _ => Outcome::Refused,
    }
}

/// Why a step did not succeed.
enum Stop {
    /// The server said no.
    Answer(SmtpStatus, String),
    /// The line broke, or nothing came in time.
    Silence(String),
}

async fn step(patience: Duration, answer: impl Future<Output = Result<Response, Error>>) -> Result<Response, Stop> {
    let error = match timeout(patience, answer).await {
        Ok(Ok(response)) => return Ok(response),
        Ok(Err(error)) => error,
        Err(_) => return Err(Stop::Silence("no answer in time".to_owned())),
    };
    let Some(code) = error.status() else { return Err(Stop::Silence(error.to_string())) };
    let text = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    Err(Stop::Answer(SmtpStatus::of_reply(u16::from(code), &text), text))
}

impl Stop {
    fn into_delivery(self, of_answer: impl Fn(SmtpStatus) -> Outcome, of_silence: Outcome) -> Delivery {
        match self {
            Self::Answer(status, text) => Delivery::with_status(of_answer(status), status, without_status(&text)),
            Self::Silence(text) => Delivery::new(of_silence, &text),
        }
    }
}

/// The text behind an enhanced status, which is kept by itself.
fn without_status(text: &str) -> &str {
    match text.split_once(' ') {
        Some((first, rest)) if first.split('.').count() == 3 && first.starts_with(['2', '4', '5']) => rest,
        _ => text,
    }
}
