//! Turns the second factor off.

use sillon_database::{Reads, WriteTx, entities::two_factor, sea_orm::EntityTrait};

use crate::{
    Clock, Failure,
    audit::{Action, Entry, append},
    mails::{SecurityEvent, notify},
    sessions::Actor,
};

/// Removes the secret and the recovery codes, and tells the owner. The caller asked for the password and a code before.
pub async fn turn_off_two_factor(tx: &mut WriteTx, clock: &Clock, actor: &Actor) -> Result<(), Failure> {
    two_factor::Entity::delete_by_id(actor.id()).exec(tx.conn()).await?;
    append(tx, clock, &actor.origin, Entry::new(Action::TwoFactorTurnedOff).on(actor.id()));
    notify(tx, clock, &actor.account, SecurityEvent::TwoFactorOff).await
}
