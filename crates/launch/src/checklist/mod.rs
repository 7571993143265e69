//! The launch checklist: the document itself is the list. Lines with a command and the mark ⚙ are run; the others are
//! boxes for people.

mod read_checklist;
mod run_checklist;

pub use read_checklist::{Item, Section, read_checklist};
pub use run_checklist::{ItemResult, run_item};

/// `docs/SOFT_LAUNCH_BETA_2026_CHECKLIST.md`
pub const CHECKLIST: &str = include_str!("../../../../docs/SOFT_LAUNCH_BETA_2026_CHECKLIST.md");
