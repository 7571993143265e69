//! A person says no: the invitation is gone, and the address gets no other, until the operator takes the no back.

use std::collections::HashSet;

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        beta_invite::{self, DeliveryState},
        declined_invitation, mail_suppression,
    },
    ids::InvitationId,
    sea_orm,
};

use crate::{
    Clock, Failure,
    accounts::EmailAddress,
    audit::{Action, Entry, Origin, append},
    mails::Scope,
};

const ADDRESSES_AT_ONCE: usize = 500;

/// Removes the invitation and remembers the no, which may come from the letter of the one that it replaced. An invitation
/// that was used, or is not there, changes nothing: a second click looks like the first.
pub async fn decline_invitation(
    tx: &mut WriteTx,
    clock: &Clock,
    origin: &Origin,
    id: InvitationId,
) -> Result<(), Failure> {
    let is_meant = Condition::any().add(beta_invite::Column::Id.eq(id)).add(beta_invite::Column::Replaces.eq(id));
    decline(tx, clock, origin, is_meant).await.map(|_| ())
}

/// The no of somebody who told the operator; false when the address has no invitation that could still be used.
pub async fn decline_for(tx: &mut WriteTx, clock: &Clock, email: &EmailAddress) -> Result<bool, Failure> {
    let is_meant = Condition::all().add(beta_invite::Column::EmailKey.eq(&*email.key));
    decline(tx, clock, &Origin::operator(), is_meant).await
}

/// Takes a no back, so that the address can be invited again; false when there was none.
pub async fn forget_no(tx: &mut WriteTx, clock: &Clock, email: &EmailAddress) -> Result<bool, Failure> {
    let removed = declined_invitation::Entity::delete_by_id(email.key.clone()).exec(tx.conn()).await?;
    if removed.rows_affected == 0 {
        return Ok(false);
    }
    append(tx, clock, &Origin::operator(), Entry::new(Action::InvitationNoTakenBack));
    Ok(true)
}

async fn decline(tx: &mut WriteTx, clock: &Clock, origin: &Origin, is_meant: Condition) -> Result<bool, Failure> {
    let unused = beta_invite::Entity::find().filter(is_meant).filter(beta_invite::Column::UsedAt.is_null());
    let Some(invitation) = unused.one(tx.conn()).await? else { return Ok(false) };
    let removed = beta_invite::Entity::delete_many()
        .filter(beta_invite::Column::Id.eq(invitation.id))
        .filter(beta_invite::Column::UsedAt.is_null())
        .exec(tx.conn())
        .await?;
    if removed.rows_affected == 0 {
        return Ok(false);
    }
    let row = declined_invitation::ActiveModel {
        email_key: Set(invitation.email_key),
        cohort: Set(invitation.cohort),
        was_sent: Set(invitation.delivery_state == DeliveryState::Sent),
        declined_at: Set(clock.now()),
    };
    declined_invitation::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(tx.conn()).await?;
    append(tx, clock, origin, Entry::new(Action::InvitationDeclined).on(invitation.id));
    Ok(true)
}

/// Those of the addresses to which no invitation goes: their owners said no, or they get no mail at all.
pub async fn unwilling_among(tx: &impl Reads, email_keys: &[String]) -> Result<HashSet<String>, Failure> {
    let mut unwilling = HashSet::new();
    for some in email_keys.chunks(ADDRESSES_AT_ONCE) {
        let rows = declined_invitation::Entity::find()
            .filter(declined_invitation::Column::EmailKey.is_in(some))
            .all(tx.conn())
            .await?;
        unwilling.extend(rows.into_iter().map(|row| row.email_key));
        let without_mail = mail_suppression::Entity::find()
            .filter(mail_suppression::Column::AddressKey.is_in(some))
            .filter(mail_suppression::Column::Category.eq(Scope::Everything.as_str()))
            .all(tx.conn())
            .await?;
        unwilling.extend(without_mail.into_iter().map(|row| row.address_key));
    }
    Ok(unwilling)
}
