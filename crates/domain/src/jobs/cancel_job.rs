//! Cancels a job in any unfinished state. A worker that runs it loses its lease and stops.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::job::{self, Column, State},
    ids::JobId,
    sea_orm,
};

use super::lease::without_lease;
use crate::{Clock, Failure};

/// Cancels the job; false when it had already ended.
pub async fn cancel_job(tx: &mut WriteTx, clock: &Clock, id: JobId) -> Result<bool, Failure> {
    let cancelled = without_lease(job::Entity::update_many())
        .col_expr(Column::State, Expr::value(State::Cancelled))
        .col_expr(Column::FinalizedAt, Expr::value(clock.now()))
        .filter(Column::Id.eq(id))
        .filter(Column::FinalizedAt.is_null())
        .exec(tx.conn())
        .await?;
    Ok(cancelled.rows_affected == 1)
}
