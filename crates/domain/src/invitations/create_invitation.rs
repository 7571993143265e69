//! Makes an invitation, unless the address has one, has an account, or said no.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        beta_invite::{self, Column, DeliveryState},
        role::BuiltIn,
    },
    ids::{AccountId, InvitationId},
    sea_orm,
};

use super::{InvitationCode, unwilling_among};
use crate::{
    Clock, Failure,
    accounts::{EmailAddress, account_by_email},
    audit::{Action, Entry, Origin, append},
};

/// Whom to invite.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// The address.
    pub email: EmailAddress,
    /// The label of the cohort.
    pub cohort: String,
    /// What the account may do.
    pub role: BuiltIn,
    /// Who invites.
    pub sent_by: Option<AccountId>,
    /// How long the invitation works.
    pub valid_for: TimeDelta,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Invited {
    /// A new invitation.
    New(beta_invite::Model),
    /// The address had a live one, which stays as it is.
    Already(beta_invite::Model),
    /// The address had a live one, which has this cohort and this role now.
    Changed(beta_invite::Model),
    /// An account has this address, or one was made with an invitation to it.
    HasAccount,
    /// The person said no to an earlier one, or the address gets no mail.
    Declined,
}

/// Makes an invitation. An unused one that has expired is replaced; two at once for one address make one.
pub async fn create_invitation(tx: &mut WriteTx, clock: &Clock, new: &NewInvitation) -> Result<Invited, Failure> {
    let key = &*new.email.key;
    let now = clock.now();
    if !unwilling_among(tx, std::slice::from_ref(&new.email.key)).await?.is_empty() {
        return Ok(Invited::Declined);
    }
    if account_by_email(tx, &new.email).await?.is_some() {
        return Ok(Invited::HasAccount);
    }
    let replaced = remove_expired(tx, key, now).await?;
    if let Some(there) = newest_of(tx, key).await? {
        return if there.used_at.is_some() { Ok(Invited::HasAccount) } else { correct(tx, clock, new, there).await };
    }
    let id = InvitationId::new(now);
    let row = beta_invite::ActiveModel {
        id: Set(id),
        code: Set(InvitationCode::random().reveal().to_owned()),
        email: Set(new.email.typed.clone()),
        email_key: Set(key.to_owned()),
        cohort: Set(new.cohort.clone()),
        role: Set(new.role),
        used_at: Set(None),
        used_by: Set(None),
        has_played: Set(false),
        has_uploaded: Set(false),
        was_back_after_a_day: Set(false),
        was_back_after_a_week: Set(false),
        expires_at: Set(now + new.valid_for),
        sent_by: Set(new.sent_by),
        replaces: Set(replaced),
        created_at: Set(now),
        delivery_state: Set(DeliveryState::Rendered),
        attempts: Set(0),
        last_smtp_status: Set(None),
    };
    // Where another run was faster, its row is the one that counts.
    let nothing = OnConflict::new().do_nothing().to_owned();
    beta_invite::Entity::insert(row).on_conflict(nothing).exec_without_returning(tx.conn()).await?;
    match newest_of(tx, key).await? {
        Some(row) if row.id == id => {
            append(tx, clock, &Origin::operator(), Entry::new(Action::InvitationMade).on(id));
            Ok(Invited::New(row))
        }
        Some(row) => Ok(Invited::Already(row)),
        None => Err(Failure::Broken("an invitation was inserted and is not there".to_owned())),
    }
}

/// The operator corrected the list: what it says now counts for an invitation that is not used yet.
async fn correct(
    tx: &mut WriteTx,
    clock: &Clock,
    new: &NewInvitation,
    there: beta_invite::Model,
) -> Result<Invited, Failure> {
    if there.cohort == new.cohort && there.role == new.role {
        return Ok(Invited::Already(there));
    }
    let changed = beta_invite::Entity::update_many()
        .col_expr(Column::Cohort, Expr::value(new.cohort.as_str()))
        .col_expr(Column::Role, Expr::value(new.role))
        .filter(Column::Id.eq(there.id))
        .filter(Column::UsedAt.is_null())
        .exec(tx.conn())
        .await?;
    if changed.rows_affected == 0 {
        return Ok(Invited::HasAccount);
    }
    append(tx, clock, &Origin::operator(), Entry::new(Action::InvitationChanged).on(there.id));
    Ok(Invited::Changed(beta_invite::Model { cohort: new.cohort.clone(), role: new.role, ..there }))
}

/// Makes room for another invitation; gives the one that goes.
async fn remove_expired(tx: &mut WriteTx, key: &str, now: DateTime<Utc>) -> Result<Option<InvitationId>, Failure> {
    let expired = beta_invite::Entity::find()
        .filter(Column::EmailKey.eq(key))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.lte(now));
    let Some(row) = expired.one(tx.conn()).await? else { return Ok(None) };
    beta_invite::Entity::delete_by_id(row.id).exec(tx.conn()).await?;
    Ok(Some(row.id))
}

async fn newest_of(tx: &impl Reads, key: &str) -> Result<Option<beta_invite::Model>, Failure> {
    let newest = beta_invite::Entity::find().filter(Column::EmailKey.eq(key)).order_by_desc(Column::CreatedAt);
    Ok(newest.one(tx.conn()).await?)
}
