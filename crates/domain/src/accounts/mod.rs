//! People's accounts. Sessions are a noun of their own.

mod add_account;
mod change_password;
mod check_credentials;
mod email;
mod find_account;
mod hashing_pool;
mod insert_account;
mod password;
mod password_rules;
mod set_up_instance;
mod sign_up;

pub use add_account::add_account;
pub use change_password::{change_password, set_password};
pub(crate) use check_credentials::lock_checked_account;
pub use check_credentials::{check_credentials, confirm_password};
pub use email::{EmailAddress, parse_email};
pub use find_account::{account_by_email, account_by_id, emails_with_account, names_of_accounts, setup_is_required};
pub use insert_account::{NewAccount, ValidAccount, validate};
pub(crate) use insert_account::{display_name_problem, email_problem};
pub use password::{LEAST_PASSES, PasswordHash, PasswordHashing};
pub use password_rules::{check_new_password, password_problem};
pub use set_up_instance::{check_setup_token, set_up_instance};
pub use sign_up::sign_up;
