//! The list of addresses that get no mail, or none of a category.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};
use sillon_database::{
    Reads, WriteTx,
    entities::mail_suppression::{self, Column, Reason},
    sea_orm,
};

use super::Category;
use crate::{Clock, Failure, accounts::EmailAddress};

const EVERYTHING: &str = "all";

/// Which mails an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every mail, those that cannot be turned off too.
    Everything,
    /// Mails of one category.
    Only(Category),
}

impl Scope {
    /// Its name in rows and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Everything => EVERYTHING,
            Self::Only(category) => category.as_str(),
        }
    }

    /// The scope of this name. None for what people cannot turn off.
    pub fn parse(name: &str) -> Option<Self> {
        if name == EVERYTHING {
            return Some(Self::Everything);
        }
        Category::parse(name).filter(|category| category.is_optional()).map(Self::Only)
    }
}

/// The entry that forbids a mail of this category to the address. An opt-out of the category never stops mails that
/// cannot be turned off; an entry about everything (the address does not exist, or the operator says so) stops all.
pub async fn find_suppression(
    tx: &impl Reads,
    address: &EmailAddress,
    category: Category,
) -> Result<Option<mail_suppression::Model>, Failure> {
    let mut scopes = vec![EVERYTHING];
    scopes.extend(category.is_optional().then_some(category.as_str()));
    let found = mail_suppression::Entity::find()
        .filter(Column::AddressKey.eq(&*address.key))
        .filter(Column::Category.is_in(scopes))
        .order_by_asc(Column::Category)
        .one(tx.conn());
    Ok(found.await?)
}

/// Puts the address on the list. An entry that is there already stays as it is; says whether it is new.
pub async fn add_suppression(
    tx: &mut WriteTx,
    clock: &Clock,
    address: &EmailAddress,
    scope: Scope,
    reason: Reason,
    detail: Option<&str>,
) -> Result<bool, Failure> {
    let row = mail_suppression::ActiveModel {
        address_key: Set(address.key.clone()),
        category: Set(scope.as_str().to_owned()),
        reason: Set(reason),
        detail: Set(detail.map(str::to_owned)),
        created_at: Set(clock.now()),
    };
    let once = OnConflict::columns([Column::AddressKey, Column::Category]).do_nothing().to_owned();
    let inserted = mail_suppression::Entity::insert(row).on_conflict(once).exec_without_returning(tx.conn()).await?;
    Ok(inserted == 1)
}

/// Takes the address off the list; says whether it was on it.
pub async fn remove_suppression(tx: &mut WriteTx, address: &EmailAddress, scope: Scope) -> Result<bool, Failure> {
    let removed = mail_suppression::Entity::delete_many()
        .filter(Column::AddressKey.eq(&*address.key))
        .filter(Column::Category.eq(scope.as_str()))
        .exec(tx.conn())
        .await?;
    Ok(removed.rows_affected == 1)
}

/// The whole list, newest first.
pub async fn list_suppressions(tx: &impl Reads) -> Result<Vec<mail_suppression::Model>, Failure> {
    let newest = mail_suppression::Entity::find().order_by_desc(Column::CreatedAt).order_by_asc(Column::AddressKey);
    Ok(newest.all(tx.conn()).await?)
}
