//! Makes the token of a link.

use chrono::TimeDelta;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use sillon_database::{
    Reads, WriteTx,
    entities::address_link::{self, Column, Purpose},
    ids::{AccountId, AddressLinkId},
    sea_orm,
};

use crate::{Clock, Failure, OpaqueToken};

/// How long a link works.
pub const LINK_LASTS: TimeDelta = TimeDelta::hours(1);
/// Links of one purpose and account that work at one time: whoever asks again and again does not fill a mailbox.
const MOST: u64 = 3;

/// A token for the address; none when as many as may be are on their way already.
pub async fn issue_link(
    tx: &mut WriteTx,
    clock: &Clock,
    account: AccountId,
    purpose: Purpose,
    email: &str,
) -> Result<Option<OpaqueToken>, Failure> {
    let now = clock.now();
    let of_purpose =
        address_link::Entity::find().filter(Column::AccountId.eq(account)).filter(Column::Purpose.eq(purpose));
    if of_purpose.filter(Column::ExpiresAt.gt(now)).count(tx.conn()).await? >= MOST {
        return Ok(None);
    }
    let token = OpaqueToken::random();
    let row = address_link::ActiveModel {
        id: Set(AddressLinkId::new(now)),
        account_id: Set(account),
        purpose: Set(purpose),
        email: Set(email.to_owned()),
        token_hash: Set(token.hash()),
        created_at: Set(now),
        expires_at: Set(now + LINK_LASTS),
    };
    address_link::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(Some(token))
}
