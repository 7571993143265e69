//! Renders a mail and hands it to the instance's transport.
//!
//! At least once: a worker that dies between the server's answer and its own commit leaves a job that sends the mail again.
//! The second copy has the same Message-ID, by which receivers know it. docs/MAIL.md says what each answer leads to.

use std::time::Duration;

use sillon_domain::{
    Context, Failure, InstanceSecret, WriteTx,
    accounts::{EmailAddress, parse_email},
    database::entities::mail_suppression,
    find_instance_secret, instance_secret,
    jobs::FailedAttempt,
    mails::{
        SendMail, complete_mail, find_suppression, retry_unanswered_mail, stop_mail, stop_mail_to_nobody,
        unsubscribe_token,
    },
};
use sillon_mail::{Delivery, Mail, Outcome};

use crate::{
    job::{Attempt, Done, Job, JobError},
    mailer::{Draft, WriteError},
};

impl Job for SendMail {
    /// Longer than the most patient transport, which waits 10 minutes for the answer to a message.
    const TIME_LIMIT: Duration = Duration::from_mins(15);

    async fn run(self, attempt: &Attempt) -> Result<Done, JobError> {
        let (ctx, mailer) = (&attempt.ctx, &attempt.settings.mailer);
        if mailer.is_off() {
            return complete(&self, attempt, "mail_is_off").await;
        }
        if self.expires_at.is_some_and(|end| end <= ctx.clock.now()) {
            return stop(&self, attempt, "it could not be sent before what it tells of had expired").await;
        }
        let Some(address) = parse_email(&self.to.address) else {
            return stop(&self, attempt, "its recipient is no mail address").await;
        };
        if !mailer.reaches(&address) {
            return complete(&self, attempt, "nobody_is_there").await;
        }
        if suppression(ctx, &address, &self).await?.is_some() {
            return complete(&self, attempt, "suppressed").await;
        }
        let message = match write(&self, attempt).await? {
            Ok(message) => message,
            Err(error) => return stop(&self, attempt, &error.to_string()).await,
        };
        tokio::select! {
            () = attempt.stop.cancelled() => return Err(JobError::Stopped),
            () = mailer.take_turn() => {}
        }
        let delivery = mailer.send(&message).await;
        settle(self, attempt, &address, delivery).await
    }

    async fn give_up(self, attempt: &Attempt, reason: String) -> Result<Done, JobError> {
        stop(&self, attempt, &reason).await
    }
}

async fn suppression(
    ctx: &Context,
    address: &EmailAddress,
    mail: &SendMail,
) -> Result<Option<mail_suppression::Model>, Failure> {
    find_suppression(&ctx.db.read().await?, address, mail.category).await
}

/// The message. A fault of the template or of the values is an error that trying again does not mend.
async fn write(mail: &SendMail, attempt: &Attempt) -> Result<Result<Mail, WriteError>, Failure> {
    let unsubscribe_url = unsubscribe_url(mail, &attempt.ctx).await?;
    let draft = Draft {
        id: &attempt.key(),
        template: &mail.template,
        language: mail.to.language,
        to_name: &mail.to.name,
        to_address: &mail.to.address,
        values: &mail.values,
        unsubscribe_url: unsubscribe_url.as_deref(),
        written_at: attempt.job.created_at.into(),
    };
    Ok(attempt.settings.mailer.write(&attempt.ctx.settings, draft).map(|(_, message)| message))
}

/// None for mails that cannot be turned off, and where the instance does not know its own address.
async fn unsubscribe_url(mail: &SendMail, ctx: &Context) -> Result<Option<String>, Failure> {
    let public_url = ctx.settings.public_url.as_deref().filter(|_| mail.category.is_optional());
    let Some((public_url, account)) = public_url.zip(mail.to.account_id) else { return Ok(None) };
    let token = unsubscribe_token(&secret_of(ctx).await?, account, mail.category);
    Ok(Some(format!("{public_url}/api/v1/mail/unsubscribe?token={token}")))
}

async fn secret_of(ctx: &Context) -> Result<InstanceSecret, Failure> {
    if let Some(secret) = find_instance_secret(&ctx.db.read().await?).await? {
        return Ok(secret);
    }
    let mut tx = ctx.db.write().await?;
    let secret = instance_secret(&mut tx).await?;
    tx.commit().await?;
    Ok(secret)
}

/// What the transport's answer means for the job.
async fn settle(
    mail: SendMail,
    attempt: &Attempt,
    address: &EmailAddress,
    delivery: Delivery,
) -> Result<Done, JobError> {
    match delivery.outcome {
        Outcome::Accepted => {
            tracing::info!(job = %attempt.job.id, template = mail.template, answer = %delivery, "a mail is accepted");
            complete(&mail, attempt, "sent").await
        }
        Outcome::TryLater => Err(JobError::Temporary(delivery.to_string())),
        Outcome::Refused => stop(&mail, attempt, &format!("refused: {delivery}")).await,
        Outcome::NoSuchRecipient => {
            stop_for_good(&mail, attempt, address, &format!("no such address: {delivery}")).await
        }
        Outcome::Unknown => {
            let reason = format!("handed over, but whether it was taken is not known: {delivery}");
            let is_last = attempt.job.attempt >= attempt.job.max_attempts;
            if is_last || mail.unanswered + 1 >= mail.most_unanswered() {
                return stop(&mail, attempt, &reason).await;
            }
            again(mail, attempt, &reason).await
        }
    }
}

async fn complete(mail: &SendMail, attempt: &Attempt, outcome: &'static str) -> Result<Done, JobError> {
    let Attempt { ctx, lease, .. } = attempt;
    let mut tx = ctx.db.write().await?;
    if !complete_mail(&mut tx, &ctx.clock, *lease, mail).await? {
        return Ok(Done::LeaseLost);
    }
    tx.commit().await?;
    Ok(Done::Ended(outcome))
}

async fn stop(mail: &SendMail, attempt: &Attempt, reason: &str) -> Result<Done, JobError> {
    let mut tx = attempt.ctx.db.write().await?;
    let held = stop_mail(&mut tx, &attempt.ctx.clock, attempt.lease, mail, failed(attempt, reason)).await?;
    ended(tx, attempt, held, "dead", reason).await
}

async fn stop_for_good(
    mail: &SendMail,
    attempt: &Attempt,
    address: &EmailAddress,
    reason: &str,
) -> Result<Done, JobError> {
    let mut tx = attempt.ctx.db.write().await?;
    let (clock, failed) = (&attempt.ctx.clock, failed(attempt, reason));
    let held = stop_mail_to_nobody(&mut tx, clock, attempt.lease, (mail, address), failed).await?;
    ended(tx, attempt, held, "dead", reason).await
}

async fn again(mail: SendMail, attempt: &Attempt, reason: &str) -> Result<Done, JobError> {
    let mut tx = attempt.ctx.db.write().await?;
    let held = retry_unanswered_mail(&mut tx, &attempt.ctx.clock, attempt.lease, mail, failed(attempt, reason)).await?;
    ended(tx, attempt, held, "unanswered", reason).await
}

fn failed<'a>(attempt: &Attempt, reason: &'a str) -> FailedAttempt<'a> {
    FailedAttempt { attempt: attempt.job.attempt, error: reason }
}

async fn ended(
    tx: WriteTx,
    attempt: &Attempt,
    held: bool,
    outcome: &'static str,
    reason: &str,
) -> Result<Done, JobError> {
    if !held {
        return Ok(Done::LeaseLost);
    }
    tx.commit().await?;
    tracing::warn!(job = %attempt.job.id, attempt = attempt.job.attempt, outcome, error = reason, "a mail is not sent");
    Ok(Done::Ended(outcome))
}
