//! Uses a link, once.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        account,
        address_link::{self, Column, Purpose},
    },
    ids::AccountId,
    sea_orm,
};
use sillon_protocol::ErrorCode;

use crate::{Clock, Failure, OpaqueToken};

/// The address that a link was sent to; refuses a token that does not work. It uses nothing up; it saves the work of
/// hashing a password for nothing.
pub async fn check_link(
    tx: &impl Reads,
    clock: &Clock,
    purpose: Purpose,
    token: &OpaqueToken,
) -> Result<String, Failure> {
    find(tx, clock, purpose, token).await?.map(|link| link.email).ok_or_else(link_ended)
}

/// Removes the link of a token and gives the link and its account.
///
/// Two at once with one token: one of them removes the row.
pub(super) async fn use_link(
    tx: &mut WriteTx,
    clock: &Clock,
    purpose: Purpose,
    token: &OpaqueToken,
) -> Result<(address_link::Model, account::Model), Failure> {
    let link = find(tx, clock, purpose, token).await?.ok_or_else(link_ended)?;
    if address_link::Entity::delete_by_id(link.id).exec(tx.conn()).await?.rows_affected != 1 {
        return Err(link_ended());
    }
    let account = account::Entity::find_by_id(link.account_id).one(tx.conn()).await?.ok_or_else(link_ended)?;
    Ok((link, account))
}

async fn find(
    tx: &impl Reads,
    clock: &Clock,
    purpose: Purpose,
    token: &OpaqueToken,
) -> Result<Option<address_link::Model>, Failure> {
    let found = address_link::Entity::find()
        .filter(Column::TokenHash.eq(token.hash()))
        .filter(Column::Purpose.eq(purpose))
        .filter(Column::ExpiresAt.gt(clock.now()))
        .one(tx.conn());
    Ok(found.await?)
}

/// Removes every link of an account: what they prove is proved, or no longer true.
pub(crate) async fn remove_links(tx: &mut WriteTx, account: AccountId) -> Result<(), Failure> {
    address_link::Entity::delete_many().filter(Column::AccountId.eq(account)).exec(tx.conn()).await?;
    Ok(())
}

/// Removes the links whose time is over, and says how many.
pub async fn remove_expired_links(tx: &mut WriteTx, clock: &Clock) -> Result<u64, Failure> {
    let gone = address_link::Entity::delete_many().filter(Column::ExpiresAt.lte(clock.now())).exec(tx.conn());
    Ok(gone.await?.rows_affected)
}

pub(super) fn link_ended() -> Failure {
    Failure::refused(ErrorCode::LinkEnded, "Links work once and for an hour. Ask for another.")
}
