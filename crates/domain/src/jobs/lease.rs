//! The right to change a running job.

use chrono::TimeDelta;
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, UpdateMany,
    sea_query::{Expr, SimpleExpr},
};
use sillon_database::{
    Reads, WriteTx,
    entities::job::{self, Column, State},
    ids::{JobId, LeaseToken},
    sea_orm,
};

use crate::{Clock, Failure};

/// A claim of a job, with its fencing token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub job_id: JobId,
    /// The token of this claim.
    pub token: LeaseToken,
}

impl Lease {
    /// Changes the job's row if this lease still holds it; says whether it did.
    pub(super) async fn update(
        self,
        tx: &mut WriteTx,
        change: impl FnOnce(UpdateMany<job::Entity>) -> UpdateMany<job::Entity>,
    ) -> Result<bool, Failure> {
        let update = change(job::Entity::update_many())
            .filter(Column::Id.eq(self.job_id))
            .filter(Column::LeaseToken.eq(self.token))
            .filter(Column::State.eq(State::Running));
        Ok(update.exec(tx.conn()).await?.rows_affected == 1)
    }
}

/// Columns of a job that nobody holds.
pub(super) fn without_lease(update: UpdateMany<job::Entity>) -> UpdateMany<job::Entity> {
    update.col_expr(Column::WorkerId, null()).col_expr(Column::LeaseToken, null()).col_expr(Column::LeaseUntil, null())
}

fn null() -> SimpleExpr {
    Expr::cust("NULL")
}

/// Renews the lease and tells how far the job is; false when the lease is lost, and the handler must stop.
pub async fn renew_lease(
    tx: &mut WriteTx,
    clock: &Clock,
    lease: Lease,
    lasts: TimeDelta,
    stage: Option<&str>,
    progress_percent: i32,
) -> Result<bool, Failure> {
    let until = clock.now() + lasts;
    lease
        .update(tx, |update| {
            update
                .col_expr(Column::LeaseUntil, Expr::value(until))
                .col_expr(Column::Stage, Expr::value(stage.map(str::to_owned)))
                .col_expr(Column::ProgressPercent, Expr::value(progress_percent))
        })
        .await
}

/// Renews leases without news of progress; gives those that are still held.
pub async fn renew_leases(
    tx: &mut WriteTx,
    clock: &Clock,
    leases: &[Lease],
    lasts: TimeDelta,
) -> Result<Vec<JobId>, Failure> {
    let until = clock.now() + lasts;
    let mut held = Vec::with_capacity(leases.len());
    for lease in leases {
        if lease.update(tx, |update| update.col_expr(Column::LeaseUntil, Expr::value(until))).await? {
            held.push(lease.job_id);
        }
    }
    Ok(held)
}

/// The job of this id.
pub async fn find_job(tx: &impl Reads, id: JobId) -> Result<Option<job::Model>, Failure> {
    Ok(job::Entity::find_by_id(id).one(tx.conn()).await?)
}
