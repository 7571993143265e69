//! An entry as clients see it.

use std::collections::HashMap;

use serde_json::Value;
use sillon_domain::{
    Failure, Reads, accounts::names_of_accounts, audit::hash_text, database::entities::audit_entry, ids::AccountId,
};
use sillon_protocol::AuditEntry;

/// Converts entries, with the names that their actors have today.
pub async fn present_entries(tx: &impl Reads, rows: Vec<audit_entry::Model>) -> Result<Vec<AuditEntry>, Failure> {
    let actors: Vec<AccountId> = rows.iter().filter_map(|row| row.actor_id).collect();
    let names = names_of_accounts(tx, &actors).await?;
    Ok(rows.into_iter().map(|row| present(row, &names)).collect())
}

fn present(row: audit_entry::Model, names: &HashMap<AccountId, String>) -> AuditEntry {
    AuditEntry {
        sequence: row.sequence,
        recorded_at: row.recorded_at,
        actor_kind: row.actor_kind.as_str().to_owned(),
        actor_name: row.actor_id.and_then(|id| names.get(&id).cloned()),
        actor_id: row.actor_id.map(|id| id.0),
        session_id: row.session_id.map(|id| id.0),
        address_prefix: row.address_prefix,
        request_id: row.request_id,
        action: row.action,
        object_kind: row.object_kind,
        object_id: row.object_id,
        before: row.state_before.map(|text| state(&text)),
        after: row.state_after.map(|text| state(&text)),
        outcome: row.outcome.as_str().to_owned(),
        reason: row.reason,
        hash: hash_text(&row.hash),
    }
}

/// What is not JSON any more was tampered with; it is shown as it stands.
fn state(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}
