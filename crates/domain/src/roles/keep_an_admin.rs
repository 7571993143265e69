//! The rule that an instance never loses its last admin.

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait};
use sillon_database::{
    Reads, WriteTx,
    entities::{account, account_role, role::BuiltIn},
    ids::AccountId,
    sea_orm,
};
use sillon_protocol::ErrorCode;

use super::lock_roles;
use crate::Failure;

/// Refuses when this account is the last admin who can sign in. Whatever takes the role, suspends or deletes an account
/// calls this before it does so; the lock is held until the transaction ends.
pub async fn keep_an_admin(tx: &mut WriteTx, account: AccountId) -> Result<(), Failure> {
    lock_roles(tx).await?;
    let admins: Vec<AccountId> =
        admins().select_only().column(account::Column::Id).limit(2).into_tuple().all(tx.conn()).await?;
    if admins == [account] {
        let detail = "This is the last admin. Make somebody else an admin first.";
        return Err(Failure::refused(ErrorCode::LastAdmin, detail));
    }
    Ok(())
}

/// How many admins can sign in.
pub async fn count_admins(tx: &impl Reads) -> Result<u64, Failure> {
    Ok(admins().count(tx.conn()).await?)
}

fn admins() -> sea_orm::Select<account::Entity> {
    let of_admins = account_role::Entity::find()
        .select_only()
        .column(account_role::Column::AccountId)
        .filter(account_role::Column::RoleId.eq(BuiltIn::Admin.id()))
        .into_query();
    account::Entity::find()
        .filter(account::Column::SuspendedAt.is_null())
        .filter(account::Column::LeavesAt.is_null())
        .filter(account::Column::Id.in_subquery(of_admins))
}
