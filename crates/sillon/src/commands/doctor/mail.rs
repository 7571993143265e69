//! Whether mail leaves, and has links.

use sillon_mail::Transport;

use super::finding::Finding;
use crate::serve::Instance;

pub(super) async fn examine(instance: &Instance) -> Finding {
    let mailer = &instance.worker.mailer;
    let found = match mailer.check().await {
        Ok(found) => found,
        Err(error) => return Finding::Bad(error.to_string()),
    };
    match mailer.transport() {
        Transport::Folder(_) | Transport::Off => Finding::Poor(format!("{found}. Set mail.transport to change that")),
        _ if instance.ctx.settings.public_url.is_none() => {
            Finding::Poor(format!("{found}; mails have no links until server.public_url is set"))
        }
        _ => Finding::Good(found),
    }
}
