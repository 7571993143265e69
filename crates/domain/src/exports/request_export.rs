//! Asks for an export.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        account,
        export::{self, State},
    },
    ids::ExportId,
    sea_orm,
};

use super::next_export;
use crate::{
    Clock, Failure,
    audit::{Action, Entry, append},
    jobs::{MakeExport, enqueue_job},
    sessions::Actor,
};

/// The export that is now being made for the actor: the one that was asked for before and is not ready, or a new one.
/// The caller asked for the password before. Many at once: the account is locked, so that one is made.
pub async fn request_export(tx: &mut WriteTx, clock: &Clock, actor: &Actor) -> Result<export::Model, Failure> {
    let account = account::Entity::find_by_id(actor.id()).lock_exclusive().one(tx.conn()).await?;
    account.ok_or_else(|| Failure::not_found("account"))?;
    let next = next_export(tx, actor.id()).await?;
    if let Some(waiting) = next.clone().filter(|next| next.state == State::Waiting) {
        return Ok(waiting);
    }
    let job_id = enqueue_job(tx, clock, &MakeExport { account_id: actor.id() }).await?;
    let export = if let Some(failed) = next {
        let mut again = failed.into_active_model();
        again.state = Set(State::Waiting);
        again.job_id = Set(job_id);
        again.created_at = Set(clock.now());
        again.update(tx.conn()).await?
    } else {
        let row = export::ActiveModel {
            id: Set(ExportId::new(clock.now())),
            account_id: Set(actor.id()),
            job_id: Set(job_id),
            state: Set(State::Waiting),
            blob: Set(None),
            size_bytes: Set(None),
            created_at: Set(clock.now()),
            expires_at: Set(None),
        };
        export::Entity::insert(row).exec_with_returning(tx.conn()).await?
    };
    append(tx, clock, &actor.origin, Entry::new(Action::ExportRequested).on(actor.id()));
    Ok(export)
}
