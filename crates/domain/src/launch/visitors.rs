//! The accounts that synthetic journeys make, and how they go away again.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::{account, beta_invite},
    sea_orm,
};

use crate::{
    Clock, Failure,
    accounts::{account_by_email, parse_email},
    leaving::{RemovedAccount, remove_account},
};

/// The cohort of the invitations that journeys make for themselves; it is not one of people.
pub const JOURNEY_COHORT: &str = "journey";

/// The cohort of those who open the doors, and try them out first: its people are no testers.
pub const REHEARSAL_COHORT: &str = "rehearsal";

/// Addresses of accounts and invitations of a domain that nobody owns, made before an instant.
pub async fn visitors_before(tx: &impl Reads, domain: &str, before: DateTime<Utc>) -> Result<Vec<String>, Failure> {
    let ending = format!("@{domain}");
    let accounts = account::Entity::find()
        .filter(account::Column::EmailKey.ends_with(&ending))
        .filter(account::Column::CreatedAt.lt(before))
        .all(tx.conn())
        .await?;
    let invitations = beta_invite::Entity::find()
        .filter(beta_invite::Column::EmailKey.ends_with(&ending))
        .filter(beta_invite::Column::CreatedAt.lt(before))
        .all(tx.conn())
        .await?;
    let mut found: Vec<String> = accounts.into_iter().map(|account| account.email_key).collect();
    found.extend(invitations.into_iter().map(|invitation| invitation.email_key));
    found.sort();
    found.dedup();
    Ok(found)
}

/// Removes the account of an address with everything that belongs to it, at once, and the invitation; gives what to
/// remove after the commit. What is not there needs no removing.
pub async fn remove_visitor(tx: &mut WriteTx, clock: &Clock, email: &str) -> Result<RemovedAccount, Failure> {
    let email = parse_email(email).ok_or_else(|| Failure::Broken(format!("{email:?} is not a visitor's address")))?;
    let of_it = beta_invite::Column::EmailKey.eq(&*email.key);
    beta_invite::Entity::delete_many().filter(of_it).exec(tx.conn()).await?;
    let mut removed = None;
    if let Some(account) = account_by_email(tx, &email).await? {
        account::Entity::update_many()
            .col_expr(account::Column::LeavesAt, Expr::value(Some(clock.now())))
            .filter(account::Column::Id.eq(account.id))
            .exec(tx.conn())
            .await?;
        removed = remove_account(tx, clock, account.id).await?;
    }
    Ok(removed.unwrap_or_default())
}
