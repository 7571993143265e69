//! Another address for an account: confirmed where the new mail arrives, told to where the old one did.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use sillon_database::{
    Reads, WriteTx,
    entities::{account, address_link::Purpose},
    is_unique_violation, sea_orm,
};
use sillon_protocol::ErrorCode;

use super::{
    issue_link,
    use_link::{link_ended, remove_links, use_link},
};
use crate::{
    Clock, Failure, OpaqueToken, Settings,
    accounts::{account_by_email, email_problem, parse_email},
    audit::{Action, Entry, Origin, append},
    mails::{ConfirmAddress, Recipient, SecurityEvent, notify, queue_mail},
    sessions::Actor,
};

/// Sends a link to the new address. Where that has an account already, nothing is sent and nothing is said.
pub async fn request_change(
    tx: &mut WriteTx,
    clock: &Clock,
    settings: &Settings,
    actor: &Actor,
    email: &str,
) -> Result<(), Failure> {
    if settings.public_url.is_none() {
        let detail = "This instance cannot send links: the people who run it have not set its public address.";
        return Err(Failure::refused(ErrorCode::Unavailable, detail));
    }
    let email = parse_email(email).ok_or_else(|| Failure::invalid(vec![email_problem("/email")]))?;
    if account_by_email(tx, &email).await?.is_some_and(|other| other.id != actor.id()) {
        return Ok(());
    }
    if let Some(token) = issue_link(tx, clock, actor.id(), Purpose::Change, &email.typed).await? {
        let to = Recipient { address: email.typed, ..Recipient::of(&actor.account) };
        queue_mail(tx, clock, &to, &ConfirmAddress::new(clock, &token)).await?;
    }
    Ok(())
}

/// Uses the link: the new address is the account's, verified; the old one is told.
pub async fn change_address(
    tx: &mut WriteTx,
    clock: &Clock,
    origin: &Origin,
    token: &OpaqueToken,
) -> Result<account::Model, Failure> {
    let (link, account) = use_link(tx, clock, Purpose::Change, token).await?;
    let email = parse_email(&link.email).ok_or_else(link_ended)?;
    remove_links(tx, account.id).await?;
    append(tx, clock, origin, Entry::new(Action::AddressChanged).on(account.id));
    notify(tx, clock, &account, SecurityEvent::AddressChanged).await?;
    let mut changed = account.into_active_model();
    changed.email = Set(email.typed);
    changed.email_key = Set(email.key);
    changed.email_verified_at = Set(Some(clock.now()));
    changed.update(tx.conn()).await.map_err(|error| {
        if is_unique_violation(&error) {
            return Failure::refused(ErrorCode::EmailTaken, "Another account has this address now.");
        }
        error.into()
    })
}
