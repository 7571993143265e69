//! The right to change a running job.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, Statement, UpdateMany,
    sea_query::{Expr, SimpleExpr},
};
use sillon_database::{
    Engine, Reads, WriteTx,
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
    update_held(tx, leases, "lease_until = $1", clock.now() + lasts).await
}

/// Changes the rows that these leases still hold, with one statement for all that were claimed together; gives their
/// jobs. `change` is what SET sets, with `$1` for the instant.
///
/// Rows are found by their ids. The state is not asked for, since a lease implies it: asking would let PostgreSQL take
/// the index of running jobs, which holds as many rows as there are leases, and read it once for every lease.
pub(super) async fn update_held(
    tx: &mut WriteTx,
    leases: &[Lease],
    change: &str,
    at: DateTime<Utc>,
) -> Result<Vec<JobId>, Failure> {
    let mut claims: HashMap<LeaseToken, Vec<JobId>> = HashMap::new();
    for lease in leases {
        claims.entry(lease.token).or_default().push(lease.job_id);
    }
    let mut held = Vec::with_capacity(leases.len());
    for (token, ids) in claims {
        let (of_these, ids, backend) = match tx.engine() {
            Engine::Postgres => {
                let ids: Vec<_> = ids.into_iter().map(|id| id.0).collect();
                ("= ANY ($3::uuid[])".to_owned(), vec![ids.into()], DbBackend::Postgres)
            }
            Engine::Sqlite => {
                let places: Vec<String> = (3..ids.len() + 3).map(|place| format!("${place}")).collect();
                let ids = ids.into_iter().map(sea_orm::Value::from).collect();
                (format!("IN ({})", places.join(", ")), ids, DbBackend::Sqlite)
            }
        };
        let sql = format!("UPDATE jobs SET {change} WHERE lease_token = $2 AND id {of_these} RETURNING id");
        let values = [at.into(), token.into()].into_iter().chain(ids);
        let statement = Statement::from_sql_and_values(backend, sql, values);
        let rows = HeldJob::find_by_statement(statement).all(tx.conn()).await?;
        held.extend(rows.into_iter().map(|row| row.id));
    }
    Ok(held)
}

#[derive(FromQueryResult)]
struct HeldJob {
    id: JobId,
}

/// Name of the folder that an attempt of a job writes to; no two attempts share one, and no row names it before the
/// attempt has succeeded.
pub fn attempt_folder(job: JobId, attempt: i32) -> String {
    format!("{job}-{attempt}")
}

/// The job of this id.
pub async fn find_job(tx: &impl Reads, id: JobId) -> Result<Option<job::Model>, Failure> {
    Ok(job::Entity::find_by_id(id).one(tx.conn()).await?)
}
