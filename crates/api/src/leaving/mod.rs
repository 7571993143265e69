//! The end of an account, and taking it back.

mod delete_account;
mod keep_account;

pub(crate) use delete_account::{__path_delete_account, delete_account};
pub(crate) use keep_account::{__path_keep_account, keep_account};
