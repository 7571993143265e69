//! How much waits in the queues, for operators.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use sillon_database::{
    Reads,
    entities::job::{self, State},
    sea_orm,
};

use crate::Failure;

/// Unfinished jobs of one kind in one state.
#[derive(Clone, Debug)]
pub struct QueueMeasure {
    /// Their queue.
    pub queue: String,
    /// Their kind.
    pub kind: String,
    /// Their state.
    pub state: State,
    /// How many.
    pub count: i64,
    /// When the first of those that could run now was due.
    pub oldest_due_at: Option<DateTime<Utc>>,
}

/// Queue, kind, state, how many, when the first was due.
type Row = (String, String, State, i64, Option<DateTime<Utc>>);

/// Counts what is not finished.
pub async fn measure_queues(tx: &impl Reads, now: DateTime<Utc>) -> Result<Vec<QueueMeasure>, Failure> {
    let unfinished = job::Entity::find().filter(job::Column::FinalizedAt.is_null());
    let rows = unfinished
        .select_only()
        .column(job::Column::Queue)
        .column(job::Column::Kind)
        .column(job::Column::State)
        .column_as(job::Column::Id.count(), "count")
        .column_as(job::Column::RunAt.min(), "oldest")
        .group_by(job::Column::Queue)
        .group_by(job::Column::Kind)
        .group_by(job::Column::State)
        .into_tuple::<Row>()
        .all(tx.conn())
        .await?;
    let measure = |(queue, kind, state, count, oldest): Row| {
        let waits = matches!(state, State::Available | State::Retryable | State::Scheduled);
        QueueMeasure { queue, kind, state, count, oldest_due_at: oldest.filter(|due| waits && *due <= now) }
    };
    Ok(rows.into_iter().map(measure).collect())
}
