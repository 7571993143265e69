//! How the job of a mail ends: what was in it is forgotten in the same transaction.
//!
//! Each function gives false when the lease was lost; then nothing of the transaction may be committed.

use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        job::{self, Column, State},
        mail_suppression::Reason,
    },
    sea_orm,
};

use super::{Scope, SendMail, add_suppression};
use crate::{
    Clock, Failure,
    accounts::EmailAddress,
    jobs::{FailedAttempt, JobKind, Lease, complete_job, retry_job, rewrite_args, stop_job},
};

/// The mail was sent, or must not be: address and values go.
pub async fn complete_mail(tx: &mut WriteTx, clock: &Clock, lease: Lease, mail: &SendMail) -> Result<bool, Failure> {
    Ok(rewrite_args(tx, lease, forgotten(&mail.template)).await? && complete_job(tx, clock, lease).await?)
}

/// The mail will not be sent. It keeps its values, so that an operator can have it tried again, unless they are secret.
pub async fn stop_mail(
    tx: &mut WriteTx,
    clock: &Clock,
    lease: Lease,
    mail: &SendMail,
    failed: FailedAttempt<'_>,
) -> Result<bool, Failure> {
    if mail.is_secret() && !rewrite_args(tx, lease, forgotten(&mail.template)).await? {
        return Ok(false);
    }
    stop_job(tx, clock, lease, failed).await
}

/// A mail server said that there is no such address: no mail goes there any more.
pub async fn stop_mail_to_nobody(
    tx: &mut WriteTx,
    clock: &Clock,
    lease: Lease,
    (mail, address): (&SendMail, &EmailAddress),
    failed: FailedAttempt<'_>,
) -> Result<bool, Failure> {
    add_suppression(tx, clock, address, Scope::Everything, Reason::HardBounce, Some(failed.error)).await?;
    stop_mail(tx, clock, lease, mail, failed).await
}

/// The mail was handed over and nothing was answered: counted, and tried again.
pub async fn retry_unanswered_mail(
    tx: &mut WriteTx,
    clock: &Clock,
    lease: Lease,
    mail: SendMail,
    failed: FailedAttempt<'_>,
) -> Result<bool, Failure> {
    let counted = SendMail { unanswered: mail.unanswered + 1, ..mail };
    let args = serde_json::to_value(&counted).map_err(|error| Failure::Broken(format!("job payload: {error}")))?;
    Ok(rewrite_args(tx, lease, args).await? && retry_job(tx, clock, lease, failed).await?)
}

/// Forgets secret mails whose jobs were ended by others than their handler (an operator who cancels), for the upkeep.
/// Says how many those were.
pub async fn forget_ended_mails(tx: &mut WriteTx) -> Result<u64, Failure> {
    let ended = Column::Kind.eq(SendMail::KIND).and(Column::State.is_in([State::Dead, State::Cancelled]));
    let mut count = 0;
    for job in job::Entity::find().filter(ended).all(tx.conn()).await? {
        let mail = serde_json::from_value::<SendMail>(job.args);
        let Some(mail) = mail.ok().filter(SendMail::is_secret) else { continue };
        let forget = job::Entity::update_many().col_expr(Column::Args, Expr::value(forgotten(&mail.template)));
        forget.filter(Column::Id.eq(job.id)).exec(tx.conn()).await?;
        count += 1;
    }
    Ok(count)
}

/// What is left of a payload: which mail it was.
fn forgotten(template: &str) -> Value {
    json!({ "template": template, "forgotten": true })
}
