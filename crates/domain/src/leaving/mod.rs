//! Accounts that end: closed at once, taken back within 30 days, gone for good after that. Archives of what a person
//! takes along are in `exports`.
//!
//! Invariant: what belongs to an account that is leaving is shown and played to nobody but its owner; its owner can keep
//! the account or sign out, and changes nothing else.

mod begin_leaving;
mod keep_account;
mod leaving_accounts;
mod remove_account;
mod remove_jobs;

pub use begin_leaving::{TIME_TO_CHANGE_ONES_MIND, begin_leaving, begin_leaving_for};
pub use keep_account::keep_account;
pub use leaving_accounts::refuse_leaving;
pub(crate) use leaving_accounts::{leaving_accounts, tracks_of_leaving};
pub use remove_account::{RemovedAccount, accounts_to_remove, remove_account};
pub use remove_jobs::mails_under_way;
