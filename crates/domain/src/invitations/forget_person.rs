//! Takes a person's mail address out of the invitation that made the account, when the account goes.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::beta_invite::{self, Column},
    ids::AccountId,
    sea_orm,
};

use crate::Failure;

/// The invitation stays, without its address, so that the cohort's numbers stay what they were.
pub(crate) async fn forget_person(tx: &mut WriteTx, account: AccountId) -> Result<(), Failure> {
    beta_invite::Entity::update_many()
        .col_expr(Column::Email, Expr::value(""))
        .col_expr(Column::EmailKey, Expr::value(""))
        .filter(Column::UsedBy.eq(account))
        .exec(tx.conn())
        .await?;
    Ok(())
}
