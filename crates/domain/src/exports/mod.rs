//! Archives of everything that a person has here: asked for, made by a job, fetched by their owner, removed after a week.
//! Writing the archive is the worker's.
//!
//! Invariant: an account has at most one archive that can be fetched and one that is being made; the first stays until
//! the second takes its place in one transaction. Nothing of another person is in one.

mod collect_content;
mod describe_account;
mod describe_audit;
mod describe_music;
mod file_names;
mod find_export;
mod publish_export;
mod read_me;
mod remove_exports;
mod request_export;

pub use collect_content::{ExportContent, Original, collect_content};
pub use find_export::{find_ready_export, list_exports, next_export};
pub use publish_export::{MadeExport, fail_export, publish_export};
pub use remove_exports::{RemovedExports, remove_expired_exports};
pub use request_export::request_export;
