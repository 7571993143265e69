//! Which accounts are leaving: for whatever shows things of people to others.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement};
use sillon_database::{
    entities::{account, track},
    sea_orm,
};
use sillon_protocol::ErrorCode;

use crate::Failure;

/// The ids of all accounts that are leaving, as a sub-query.
pub(crate) fn leaving_accounts() -> SelectStatement {
    account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::LeavesAt.is_not_null())
        .into_query()
}

/// The ids of all their tracks, as a sub-query.
pub(crate) fn tracks_of_leaving() -> SelectStatement {
    track::Entity::find()
        .select_only()
        .column(track::Column::Id)
        .filter(track::Column::CreatorId.in_subquery(leaving_accounts()))
        .into_query()
}

/// Refuses whatever an account that is leaving cannot do.
pub fn refuse_leaving(account: &account::Model) -> Result<(), Failure> {
    if account.leaves_at.is_none() {
        return Ok(());
    }
    let detail = "This account is about to be deleted. Keep it, then try again.";
    Err(Failure::refused(ErrorCode::AccountLeaving, detail))
}
