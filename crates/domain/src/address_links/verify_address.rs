//! A person shows that the address of their account is theirs.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use sillon_database::{
    Reads, WriteTx,
    entities::{account, address_link::Purpose},
    sea_orm,
};

use super::{
    issue_link,
    use_link::{link_ended, remove_links, use_link},
};
use crate::{
    Clock, Failure, OpaqueToken, Settings,
    audit::{Action, Entry, Origin, append},
    mails::{Recipient, VerifyAddress, queue_mail},
};

/// Sends the link, unless the address is verified, enough links are on their way, or the instance has no public address
/// that a link could lead to.
pub async fn request_verification(
    tx: &mut WriteTx,
    clock: &Clock,
    settings: &Settings,
    account: &account::Model,
) -> Result<(), Failure> {
    if account.email_verified_at.is_some() || settings.public_url.is_none() {
        return Ok(());
    }
    if let Some(token) = issue_link(tx, clock, account.id, Purpose::Verify, &account.email).await? {
        queue_mail(tx, clock, &Recipient::of(account), &VerifyAddress::new(clock, &token)).await?;
    }
    Ok(())
}

/// Uses the link.
pub async fn verify_address(
    tx: &mut WriteTx,
    clock: &Clock,
    origin: &Origin,
    token: &OpaqueToken,
) -> Result<account::Model, Failure> {
    let (link, account) = use_link(tx, clock, Purpose::Verify, token).await?;
    if link.email != account.email {
        return Err(link_ended());
    }
    remove_links(tx, account.id).await?;
    append(tx, clock, origin, Entry::new(Action::AddressVerified).on(account.id));
    let mut verified = account.into_active_model();
    verified.email_verified_at = Set(Some(clock.now()));
    Ok(verified.update(tx.conn()).await?)
}
