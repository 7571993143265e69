//! The audit log, for those who may read it.

mod csv;
mod export;
mod export_entries;
mod filter;
mod list_entries;
mod present_entry;
mod verify_chain;

pub use export::{AuditExport, ExportFormat};
pub(crate) use export_entries::{__path_export_entries, export_entries};
pub(crate) use list_entries::{__path_list_entries, list_entries};
pub use present_entry::present_entries;
pub(crate) use verify_chain::{__path_verify_chain, verify_chain};
