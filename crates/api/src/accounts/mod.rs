//! Accounts.

mod change_password;
mod present_account;
mod show_own_account;
mod sign_up;

pub(crate) use change_password::{__path_change_password, change_password};
pub(crate) use present_account::{SignedInAnswer, present_account};
pub(crate) use show_own_account::{__path_show_own_account, show_own_account};
pub(crate) use sign_up::{__path_sign_up, sign_up};
