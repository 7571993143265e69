//! Look-ups of exports, each for the account that owns them.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use sillon_database::{
    Reads,
    entities::{
        export::{self, Column, State},
        job,
    },
    ids::{AccountId, ExportId, JobId},
    sea_orm,
};

use crate::{Clock, Failure};

/// The exports of an account, the newest first: what can be fetched, and what is being made with its job.
pub async fn list_exports(
    tx: &impl Reads,
    clock: &Clock,
    account: AccountId,
) -> Result<Vec<(export::Model, Option<job::Model>)>, Failure> {
    let found = export::Entity::find().filter(Column::AccountId.eq(account)).order_by_desc(Column::CreatedAt);
    let mut rows = found.order_by_desc(Column::Id).all(tx.conn()).await?;
    rows.retain(|row| row.expires_at.is_none_or(|at| at > clock.now()));
    let ids: Vec<JobId> = rows.iter().map(|row| row.job_id).collect();
    let jobs = job::Entity::find().filter(job::Column::Id.is_in(ids)).all(tx.conn()).await?;
    let with_job = |row: export::Model| {
        let job = jobs.iter().find(|job| job.id == row.job_id).cloned();
        (row, job)
    };
    Ok(rows.into_iter().map(with_job).collect())
}

/// An export that its owner can fetch now.
pub async fn find_ready_export(
    tx: &impl Reads,
    clock: &Clock,
    account: AccountId,
    id: ExportId,
) -> Result<Option<export::Model>, Failure> {
    let found = export::Entity::find_by_id(id)
        .filter(Column::AccountId.eq(account))
        .filter(Column::State.eq(State::Ready))
        .filter(Column::ExpiresAt.gt(clock.now()));
    Ok(found.one(tx.conn()).await?)
}

/// The export that is being made, or that failed and may be tried again.
pub async fn next_export(tx: &impl Reads, account: AccountId) -> Result<Option<export::Model>, Failure> {
    let next = export::Entity::find().filter(Column::AccountId.eq(account)).filter(Column::State.ne(State::Ready));
    Ok(next.one(tx.conn()).await?)
}
