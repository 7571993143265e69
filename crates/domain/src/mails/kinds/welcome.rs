//! To a person who has a new account.

use serde::Serialize;
use sillon_database::entities::account::{self, Role};

use crate::mails::{Category, Mail};

/// The account is there, and what can be done with it.
#[derive(Clone, Debug, Serialize)]
pub struct Welcome {
    /// Whether they are the first admin.
    pub is_admin: bool,
    /// Whether they may upload.
    pub may_upload: bool,
}

impl Welcome {
    /// To the owner of this account.
    pub fn to(account: &account::Model) -> Self {
        Self { is_admin: account.role == Role::Admin, may_upload: account.role != Role::Listener }
    }
}

impl Mail for Welcome {
    const TEMPLATE: &'static str = "welcome";
    const CATEGORY: Category = Category::Transactional;

    fn example() -> Self {
        Self { is_admin: false, may_upload: true }
    }
}
