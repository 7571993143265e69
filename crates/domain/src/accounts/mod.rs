//! People's accounts. Sessions are a noun of their own.

mod add_account;
mod email;
mod find_account;
mod insert_account;
mod password;
mod set_up_instance;
mod sign_up;

pub use add_account::add_account;
pub use email::{EmailAddress, parse_email};
pub use find_account::{account_by_email, account_by_id, emails_with_account, setup_is_required};
pub use insert_account::{NewAccount, ValidAccount, validate};
pub use password::{PasswordHash, PasswordHashing};
pub use set_up_instance::{check_setup_token, set_up_instance};
pub use sign_up::sign_up;
