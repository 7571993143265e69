//! Adds an entry to the transaction that makes the change.

use sillon_database::{WriteTx, audit_chain::AuditRecord, entities::audit_entry::Outcome};

use super::{AddressPrefix, Entry, Origin};
use crate::Clock;

/// Records the entry with the transaction: it joins the chain at the commit, or is gone with everything else.
pub fn append(tx: &mut WriteTx, clock: &Clock, origin: &Origin, entry: Entry) {
    let outcome = if entry.refusal.is_some() { Outcome::Refused } else { Outcome::Done };
    tx.record(AuditRecord {
        recorded_at: clock.now(),
        actor_kind: origin.who.kind(),
        actor_id: origin.who.account(),
        session_id: origin.who.session(),
        address_prefix: origin.client.map(|address| AddressPrefix::from(address).to_string()),
        request_id: origin.request_id.clone(),
        action: entry.action.name().to_owned(),
        object: entry.object.map(|object| (object.kind.to_owned(), object.id)),
        state_before: entry.before.map(|state| state.to_string()),
        state_after: entry.after.map(|state| state.to_string()),
        outcome,
        reason: entry.refusal,
    });
}
