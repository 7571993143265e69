//! The hash chain of the audit log: how an entry is hashed, and how entries join the chain when a write commits.
//! What is recorded, and reading it, belong to the domain.
//!
//! Invariant: entry *n* holds the hash of entry *n - 1*, and the one row of `audit_head` holds number and hash of the
//! last. That row is locked as the last thing a transaction does, so that its lock waits for nobody and cannot be part
//! of a deadlock.

use chrono::{DateTime, SecondsFormat, Utc};
use fail::fail_point;
use sea_orm::{ActiveEnum, DatabaseTransaction, EntityTrait, IntoActiveModel, QuerySelect, sea_query::Expr};

use crate::{
    entities::{
        audit_entry::{self, ActorKind, Outcome},
        audit_head,
    },
    error::DatabaseError,
    ids::{AccountId, SessionId},
};

/// What an entry says; its place in the chain is found at the commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRecord {
    /// When it happened.
    pub recorded_at: DateTime<Utc>,
    /// Who did it, coarsely.
    pub actor_kind: ActorKind,
    /// The account that did it.
    pub actor_id: Option<AccountId>,
    /// The session in which it did so.
    pub session_id: Option<SessionId>,
    /// Where the request came from.
    pub address_prefix: Option<String>,
    /// The request.
    pub request_id: Option<String>,
    /// Stable name of what was done.
    pub action: String,
    /// Kind and id of what it was done to.
    pub object: Option<(String, String)>,
    /// JSON of what was so before.
    pub state_before: Option<String>,
    /// JSON of what is so after.
    pub state_after: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// Stable code of the refusal.
    pub reason: Option<String>,
}

/// The hash that an entry must have: BLAKE3 over the hash of the entry before and the entry's canonical bytes.
///
/// Canonical bytes: one JSON array (RFC 8259, no white space) of sequence, time (RFC 3339, UTC, microseconds), actor's
/// kind and id, session, address prefix, request id, action, object's kind and id, state before and after (as text),
/// outcome, reason; `null` where there is none.
pub fn hash_of(entry: &audit_entry::Model) -> [u8; 32] {
    let canonical = serde_json::json!([
        entry.sequence,
        entry.recorded_at.to_rfc3339_opts(SecondsFormat::Micros, true),
        entry.actor_kind.to_value(),
        entry.actor_id,
        entry.session_id,
        entry.address_prefix,
        entry.request_id,
        entry.action,
        entry.object_kind,
        entry.object_id,
        entry.state_before,
        entry.state_after,
        entry.outcome.to_value(),
        entry.reason,
    ]);
    let mut hasher = blake3::Hasher::new();
    hasher.update(&entry.previous_hash).update(canonical.to_string().as_bytes());
    *hasher.finalize().as_bytes()
}

/// Adds the entries to the end of the chain. The caller commits next and does nothing else in between.
pub(crate) async fn append(tx: &DatabaseTransaction, records: Vec<AuditRecord>) -> Result<(), DatabaseError> {
    if records.is_empty() {
        return Ok(());
    }
    fail_point!("write.statement");
    let locked = audit_head::Entity::find_by_id(1).lock_exclusive().one(tx).await?;
    let mut head = locked.ok_or_else(|| sea_orm::DbErr::RecordNotFound("the row of audit_head".to_owned()))?;
    let mut entries = Vec::with_capacity(records.len());
    for record in records {
        let entry = chain(&head, record);
        head.sequence = entry.sequence;
        head.hash.clone_from(&entry.hash);
        entries.push(entry.into_active_model());
    }
    fail_point!("write.statement");
    audit_entry::Entity::insert_many(entries).exec_without_returning(tx).await?;
    fail_point!("write.statement");
    audit_head::Entity::update_many()
        .col_expr(audit_head::Column::Sequence, Expr::value(head.sequence))
        .col_expr(audit_head::Column::Hash, Expr::value(head.hash))
        .exec(tx)
        .await?;
    Ok(())
}

fn chain(head: &audit_head::Model, record: AuditRecord) -> audit_entry::Model {
    let (object_kind, object_id) = record.object.unzip();
    let mut entry = audit_entry::Model {
        sequence: head.sequence + 1,
        recorded_at: record.recorded_at,
        actor_kind: record.actor_kind,
        actor_id: record.actor_id,
        session_id: record.session_id,
        address_prefix: record.address_prefix,
        request_id: record.request_id,
        action: record.action,
        object_kind,
        object_id,
        state_before: record.state_before,
        state_after: record.state_after,
        outcome: record.outcome,
        reason: record.reason,
        previous_hash: head.hash.clone(),
        hash: Vec::new(),
    };
    entry.hash = hash_of(&entry).to_vec();
    entry
}
