//! What the operator sees of the queue: lists, one job with its failures, and the whole at a glance.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use sillon_database::{
    Reads,
    entities::{
        job::{self, Column, State},
        job_failure,
    },
    ids::JobId,
    sea_orm,
};

use super::claim_jobs::WAITING;
use crate::{Clock, Cursor, Failure, Page};

/// Which jobs; what is not given does not restrict.
#[derive(Clone, Debug, Default)]
pub struct JobFilter {
    /// In this state.
    pub state: Option<State>,
    /// Of this kind.
    pub kind: Option<String>,
}

/// The state of this name.
pub fn job_state(name: &str) -> Option<State> {
    use sea_orm::Iterable;
    State::iter().find(|state| state.as_str() == name)
}

/// Jobs that fit the filter, newest first.
pub async fn list_jobs(
    tx: &impl Reads,
    filter: &JobFilter,
    behind: Option<Cursor<JobId>>,
    limit: u64,
) -> Result<Page<job::Model, JobId>, Failure> {
    let mut wanted = Condition::all();
    if let Some(state) = filter.state {
        wanted = wanted.add(Column::State.eq(state));
    }
    if let Some(kind) = &filter.kind {
        wanted = wanted.add(Column::Kind.eq(kind));
    }
    if let Some(cursor) = behind {
        wanted = wanted.add(Column::Id.lt(cursor.id));
    }
    let rows = job::Entity::find().filter(wanted).order_by_desc(Column::Id).limit(limit + 1).all(tx.conn()).await?;
    Ok(Page::of(rows, limit, |row| Cursor { at: row.created_at, id: row.id }))
}

/// Why attempts of a job failed, oldest first.
pub async fn failures_of(tx: &impl Reads, id: JobId) -> Result<Vec<job_failure::Model>, Failure> {
    let failures = job_failure::Entity::find()
        .filter(job_failure::Column::JobId.eq(id))
        .order_by_asc(job_failure::Column::FailedAt)
        .order_by_asc(job_failure::Column::Attempt);
    Ok(failures.all(tx.conn()).await?)
}

/// The queue at a glance.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueOverview {
    /// How many jobs there are by queue, kind and state.
    pub counts: Vec<JobCount>,
    /// When the oldest job that is due should have begun; none when nothing waits.
    pub oldest_due_at: Option<DateTime<Utc>>,
    /// Jobs completed within the last minute.
    pub completed_last_minute: u64,
    /// Jobs completed within the last hour.
    pub completed_last_hour: u64,
}

/// How many jobs of a kind are in a state.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct JobCount {
    /// Queue.
    pub queue: String,
    /// Kind.
    pub kind: String,
    /// State.
    pub state: State,
    /// How many.
    pub count: i64,
}

impl QueueOverview {
    /// How many jobs are in a state.
    pub fn in_state(&self, state: State) -> i64 {
        self.counts.iter().filter(|row| row.state == state).map(|row| row.count).sum()
    }

    /// How many jobs wait for a worker or for their time.
    pub fn waiting(&self) -> i64 {
        WAITING.into_iter().map(|state| self.in_state(state)).sum()
    }
}

/// Counts everything.
pub async fn queue_overview(tx: &impl Reads, clock: &Clock) -> Result<QueueOverview, Failure> {
    let now = clock.now();
    let counts = job::Entity::find()
        .select_only()
        .columns([Column::Queue, Column::Kind, Column::State])
        .column_as(Expr::col(Column::Id).count(), "count")
        .group_by(Column::Queue)
        .group_by(Column::Kind)
        .group_by(Column::State)
        .order_by_asc(Column::Queue)
        .order_by_asc(Column::Kind)
        .order_by_asc(Column::State);
    let counts = counts.into_model::<JobCount>().all(tx.conn()).await?;
    let oldest = job::Entity::find()
        .select_only()
        .column(Column::RunAt)
        .filter(Column::State.is_in(WAITING))
        .filter(Column::RunAt.lte(now))
        .order_by_asc(Column::RunAt);
    Ok(QueueOverview {
        counts,
        oldest_due_at: oldest.into_tuple().one(tx.conn()).await?,
        completed_last_minute: completed_since(tx, now - TimeDelta::minutes(1)).await?,
        completed_last_hour: completed_since(tx, now - TimeDelta::hours(1)).await?,
    })
}

async fn completed_since(tx: &impl Reads, instant: DateTime<Utc>) -> Result<u64, Failure> {
    use sea_orm::PaginatorTrait;
    let completed =
        job::Entity::find().filter(Column::FinalizedAt.gte(instant)).filter(Column::State.eq(State::Completed));
    Ok(completed.count(tx.conn()).await?)
}
