//! Gives a job that ended without success another life.

use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::job::{self, Column, State},
    ids::JobId,
    is_unique_violation, sea_orm,
};
use sillon_protocol::ErrorCode;

use super::find_job;
use crate::{Clock, Failure};

/// Makes a dead or cancelled job available again, its attempts counted anew.
pub async fn redrive_job(tx: &mut WriteTx, clock: &Clock, id: JobId) -> Result<job::Model, Failure> {
    let changed = job::Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Available))
        .col_expr(Column::Attempt, Expr::value(0))
        .col_expr(Column::ProgressPercent, Expr::value(0))
        .col_expr(Column::RunAt, Expr::value(clock.now()))
        .col_expr(Column::FinalizedAt, Expr::cust("NULL"))
        .filter(Column::Id.eq(id))
        .filter(Column::State.is_in([State::Dead, State::Cancelled]))
        .exec(tx.conn())
        .await
        .map_err(refuse_second)?;
    let job = find_job(tx, id).await?.ok_or_else(|| Failure::not_found("job"))?;
    if changed.rows_affected == 0 {
        let detail = format!("It is {}; only dead and cancelled jobs are redriven.", job.state.as_str());
        return Err(Failure::refused(ErrorCode::JobNotInState, detail));
    }
    Ok(job)
}

fn refuse_second(error: DbErr) -> Failure {
    if is_unique_violation(&error) {
        let detail = "Another job with the same purpose waits or runs already.";
        return Failure::refused(ErrorCode::JobNotInState, detail);
    }
    error.into()
}
