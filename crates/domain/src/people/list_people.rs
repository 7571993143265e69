//! Lists of accounts, newest first.

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, Func, LikeExpr},
};
use sillon_database::{
    Reads,
    entities::{
        account::{self, Column},
        account_role, role,
    },
    ids::{AccountId, RoleId},
    sea_orm,
};

use crate::{Cursor, Failure, Page, roles::roles_of_accounts};

/// Which accounts.
#[derive(Clone, Debug, Default)]
pub struct PeopleFilter {
    /// Part of the name or of the address, whatever its capitals.
    pub search: Option<String>,
    /// Those with this role.
    pub role: Option<RoleId>,
}

/// An account with its roles.
#[derive(Clone, Debug)]
pub struct DescribedPerson {
    /// The account.
    pub account: account::Model,
    /// Its roles.
    pub roles: Vec<role::Model>,
}

/// A page of people.
pub type PeoplePage = Page<DescribedPerson, AccountId>;

/// The accounts that fit, newest first.
pub async fn list_people(
    tx: &impl Reads,
    filter: &PeopleFilter,
    behind: Option<Cursor<AccountId>>,
    limit: u64,
) -> Result<PeoplePage, Failure> {
    let mut select = account::Entity::find();
    if let Some(search) = &filter.search {
        select = select.filter(contains(search));
    }
    if let Some(role) = filter.role {
        let holders = account_role::Entity::find()
            .select_only()
            .column(account_role::Column::AccountId)
            .filter(account_role::Column::RoleId.eq(role))
            .into_query();
        select = select.filter(Column::Id.in_subquery(holders));
    }
    if let Some(Cursor { at, id }) = behind {
        let same_instant = Column::CreatedAt.eq(at).and(Column::Id.lt(id));
        select = select.filter(Condition::any().add(Column::CreatedAt.lt(at)).add(same_instant));
    }
    let rows = select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit + 1).all(tx.conn());
    let page = Page::of(rows.await?, limit, |row| Cursor { at: row.created_at, id: row.id });
    Ok(Page { rows: describe(tx, page.rows).await?, next: page.next })
}

/// An account with its roles.
pub async fn describe_person(tx: &impl Reads, account: account::Model) -> Result<DescribedPerson, Failure> {
    let mut described = describe(tx, vec![account]).await?;
    described.pop().ok_or_else(|| Failure::Broken("a person was not described".to_owned()))
}

async fn describe(tx: &impl Reads, accounts: Vec<account::Model>) -> Result<Vec<DescribedPerson>, Failure> {
    let ids: Vec<_> = accounts.iter().map(|account| account.id).collect();
    let mut roles = roles_of_accounts(tx, &ids).await?;
    let describe =
        |account: account::Model| DescribedPerson { roles: roles.remove(&account.id).unwrap_or_default(), account };
    Ok(accounts.into_iter().map(describe).collect())
}

/// `%` and `_` stand for themselves. SQLite lowers ASCII alone, so that capitals beyond it must be typed as they are.
fn contains(search: &str) -> Condition {
    let lowered = search.trim().to_lowercase();
    let escaped = lowered.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let pattern = || LikeExpr::new(format!("%{escaped}%")).escape('\\');
    Condition::any()
        .add(Expr::col(Column::EmailKey).like(pattern()))
        .add(Expr::expr(Func::lower(Expr::col(Column::DisplayName))).like(pattern()))
}
