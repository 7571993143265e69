//! The commands that hand one message over, and what each answer means.

use lettre::{
    Address,
    transport::smtp::{
        client::AsyncSmtpConnection,
        commands::{Data, Mail as MailFrom, Rcpt},
        extension::{Extension, MailParameter},
    },
};

use super::{
    Patience,
    step::{step, without_status},
};
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
    // lettre ends the last line itself; a second end would add an empty one.
    let message = mail.bytes.strip_suffix(b"\r\n").unwrap_or(&mail.bytes);
    match step(patience.message, connection.message(message)).await {
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
