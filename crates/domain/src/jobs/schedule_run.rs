//! Runs of the schedule: each is made once, by whichever worker comes first, together with its job.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait, sea_query::OnConflict};
use sillon_database::{Reads, WriteTx, entities::cron_run, ids::JobId, sea_orm};

use crate::Failure;

/// Takes the run of `name` that is due at `due_at`; false when it was taken before.
pub async fn take_run(tx: &mut WriteTx, name: &str, due_at: DateTime<Utc>) -> Result<bool, Failure> {
    let row = cron_run::ActiveModel { name: Set(name.to_owned()), due_at: Set(due_at), job_id: Set(None) };
    let nothing = OnConflict::new().do_nothing().to_owned();
    match cron_run::Entity::insert(row).on_conflict(nothing).exec_without_returning(tx.conn()).await {
        Ok(rows) => Ok(rows == 1),
        Err(DbErr::RecordNotInserted) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Notes which job runs it.
pub async fn note_run(tx: &mut WriteTx, name: &str, due_at: DateTime<Utc>, job: JobId) -> Result<(), Failure> {
    let row = cron_run::ActiveModel { name: Set(name.to_owned()), due_at: Set(due_at), job_id: Set(Some(job)) };
    cron_run::Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}

/// Whether the run was taken, so that a worker need not ask for the writer each second.
pub async fn was_taken(tx: &impl Reads, name: &str, due_at: DateTime<Utc>) -> Result<bool, Failure> {
    Ok(cron_run::Entity::find_by_id((name.to_owned(), due_at)).one(tx.conn()).await?.is_some())
}
