//! The audit log: who did what to which object, with what outcome; append-only and chained by hashes.
//! How entries are chained is the database crate's; which of them a person may read is the API's to ask.
//!
//! Invariant: an entry is committed with the change that it tells of, or not at all. No secret and no whole address
//! ever stands in one: states are written out field by field where the entry is made.

mod action;
mod append;
mod conclude;
mod entry;
mod list_entries;
mod origin;
mod verify_chain;

pub use action::Action;
pub use append::append;
pub use conclude::{conclude, record_refusal};
pub use entry::{Entry, Object};
pub use list_entries::{EntryFilter, EntryPage, entries_in_order, last_sequence, list_entries};
pub use origin::{AddressPrefix, Origin, Who};
pub use verify_chain::{ChainFault, ChainReport, Checkpoint, hash_text, verify_chain};
