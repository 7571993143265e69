//! How the making of an export ends.

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        account,
        export::{self, Column, State},
    },
    ids::AccountId,
    sea_orm,
};

use super::{RemovedExports, next_export};
use crate::{
    Clock, Failure,
    jobs::{Lease, complete_job},
    mails::{SecurityEvent, notify},
};

/// How long an export can be fetched.
const KEPT: TimeDelta = TimeDelta::days(7);

/// An archive that lies, synced, in a file that no row names yet.
#[derive(Clone, Debug)]
pub struct MadeExport {
    /// Name of the file among the exports.
    pub blob: String,
    /// Its size.
    pub size_bytes: u64,
}

/// Lets the owner fetch the export instead of the one before, tells them, and completes the job, in one transaction. Gives
/// the file of the one before; none when the lease was lost, or the export is not wanted any more, and nothing may be
/// committed.
pub async fn publish_export(
    tx: &mut WriteTx,
    clock: &Clock,
    lease: Lease,
    owner: AccountId,
    made: MadeExport,
) -> Result<Option<RemovedExports>, Failure> {
    // The account before the job: whoever asks for an export takes them in this order too.
    let Some(account) = account::Entity::find_by_id(owner).lock_exclusive().one(tx.conn()).await? else {
        return Ok(None);
    };
    if !complete_job(tx, clock, lease).await? {
        return Ok(None);
    }
    let Some(next) = next_export(tx, owner).await? else { return Ok(None) };
    let size_bytes = i64::try_from(made.size_bytes).map_err(|_| Failure::Broken("size of an export".to_owned()))?;
    let ready = Column::AccountId.eq(owner);
    let before = export::Entity::find().filter(ready.clone()).filter(Column::State.eq(State::Ready));
    let before = before.all(tx.conn()).await?;
    export::Entity::delete_many().filter(ready).filter(Column::State.eq(State::Ready)).exec(tx.conn()).await?;
    export::Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Ready))
        .col_expr(Column::Blob, Expr::value(made.blob))
        .col_expr(Column::SizeBytes, Expr::value(size_bytes))
        .col_expr(Column::ExpiresAt, Expr::value(clock.now() + KEPT))
        .filter(Column::Id.eq(next.id))
        .exec(tx.conn())
        .await?;
    notify(tx, clock, &account, SecurityEvent::ExportReady).await?;
    Ok(Some(RemovedExports::of(before)))
}

/// Marks the export that was being made as failed; its owner can ask again. The caller ends the job.
pub async fn fail_export(tx: &mut WriteTx, owner: AccountId) -> Result<(), Failure> {
    export::Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Failed))
        .filter(Column::AccountId.eq(owner))
        .filter(Column::State.eq(State::Waiting))
        .exec(tx.conn())
        .await?;
    Ok(())
}
