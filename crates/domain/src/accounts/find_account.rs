//! Look-ups of accounts.

use std::collections::{HashMap, HashSet};

use sillon_database::{
    Reads,
    entities::{account, instance},
    ids::AccountId,
    sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect},
};

use super::EmailAddress;
use crate::Failure;

/// The account of this id.
pub async fn account_by_id(tx: &impl Reads, id: AccountId) -> Result<Option<account::Model>, Failure> {
    Ok(account::Entity::find_by_id(id).one(tx.conn()).await?)
}

/// The account of this address.
pub async fn account_by_email(tx: &impl Reads, email: &EmailAddress) -> Result<Option<account::Model>, Failure> {
    let found = account::Entity::find().filter(account::Column::EmailKey.eq(&*email.key)).one(tx.conn());
    Ok(found.await?)
}

/// The names of these accounts, as far as they exist.
pub async fn names_of_accounts(tx: &impl Reads, ids: &[AccountId]) -> Result<HashMap<AccountId, String>, Failure> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::DisplayName])
        .filter(account::Column::Id.is_in(ids.iter().copied()))
        .into_tuple::<(AccountId, String)>()
        .all(tx.conn());
    Ok(found.await?.into_iter().collect())
}

/// Whether the instance still waits for its first admin.
pub async fn setup_is_required(tx: &impl Reads) -> Result<bool, Failure> {
    let row = instance::Entity::find_by_id(1).one(tx.conn()).await?;
    Ok(row.is_some_and(|row| row.set_up_at.is_none()))
}

const ADDRESSES_AT_ONCE: usize = 500;

/// Those of the addresses, in the form that is compared, that have an account.
pub async fn emails_with_account(tx: &impl Reads, email_keys: &[String]) -> Result<HashSet<String>, Failure> {
    let mut found = HashSet::new();
    for some in email_keys.chunks(ADDRESSES_AT_ONCE) {
        let query = account::Entity::find()
            .select_only()
            .column(account::Column::EmailKey)
            .filter(account::Column::EmailKey.is_in(some));
        found.extend(query.into_tuple::<String>().all(tx.conn()).await?);
    }
    Ok(found)
}
