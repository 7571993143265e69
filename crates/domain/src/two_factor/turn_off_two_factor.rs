//! Turns the second factor off.

use sillon_database::{Reads, WriteTx, entities::two_factor, ids::AccountId, sea_orm::EntityTrait};

use crate::{
    Clock, Failure,
    audit::{Action, Entry, Origin, append},
    mails::{SecurityEvent, notify},
    sessions::Actor,
};

/// Removes the secret and the recovery codes, and tells the owner. The caller asked for the password and a code before.
pub async fn turn_off_two_factor(tx: &mut WriteTx, clock: &Clock, actor: &Actor) -> Result<(), Failure> {
    if remove_two_factor(tx, clock, &actor.origin, actor.id()).await? {
        notify(tx, clock, &actor.account, SecurityEvent::TwoFactorOff).await?;
    }
    Ok(())
}

/// Removes the secret and the recovery codes of an account; false when it has none.
pub(crate) async fn remove_two_factor(
    tx: &mut WriteTx,
    clock: &Clock,
    origin: &Origin,
    account: AccountId,
) -> Result<bool, Failure> {
    let removed = two_factor::Entity::delete_by_id(account).exec(tx.conn()).await?.rows_affected == 1;
    if removed {
        append(tx, clock, origin, Entry::new(Action::TwoFactorTurnedOff).on(account));
    }
    Ok(removed)
}
