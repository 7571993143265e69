//! Queues a mail in the caller's transaction: rolled back change, no mail.

use serde::{Deserialize, Serialize};
use sillon_database::{
    WriteTx,
    entities::account::{self, Language},
    ids::{AccountId, JobId},
};

use super::{Mail, SendMail};
use crate::{Clock, Failure, jobs::enqueue_job};

/// Whom a mail goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// Their account, if they have one; without one, a mail cannot be turned off by its link.
    pub account_id: Option<AccountId>,
    /// The address.
    pub address: String,
    /// How they are greeted.
    pub name: String,
    /// The language that they read.
    pub language: Language,
}

impl Recipient {
    /// The owner of an account, at its address.
    pub fn of(account: &account::Model) -> Self {
        Self {
            account_id: Some(account.id),
            address: account.email.clone(),
            name: account.display_name.clone(),
            language: account.language,
        }
    }
}

/// Queues the mail; the caller wakes the workers after the commit.
pub async fn queue_mail<M: Mail>(tx: &mut WriteTx, clock: &Clock, to: &Recipient, mail: &M) -> Result<JobId, Failure> {
    let values = serde_json::to_value(mail).map_err(|error| Failure::Broken(format!("values of a mail: {error}")))?;
    let job = SendMail {
        template: M::TEMPLATE.to_owned(),
        category: M::CATEGORY,
        to: to.clone(),
        values,
        expires_at: mail.expires_at(),
        unanswered: 0,
    };
    enqueue_job(tx, clock, &job).await
}
