//! To a person who has a new account.

use serde::Serialize;
use sillon_database::entities::role::BuiltIn;

use crate::{
    mails::{Category, Mail},
    permissions::{Permission, PermissionSet},
};

/// The account is there, and what can be done with it.
#[derive(Clone, Debug, Serialize)]
pub struct Welcome {
    /// Whether they are the first admin.
    pub is_admin: bool,
    /// Whether they may upload.
    pub may_upload: bool,
}

impl Welcome {
    /// To somebody whose account begins with this role.
    pub fn with_role(role: BuiltIn) -> Self {
        let may_upload = PermissionSet::of_built_in(role).contains(Permission::UploadMusic);
        Self { is_admin: role == BuiltIn::Admin, may_upload }
    }
}

impl Mail for Welcome {
    const TEMPLATE: &'static str = "welcome";
    const CATEGORY: Category = Category::Transactional;

    fn example() -> Self {
        Self { is_admin: false, may_upload: true }
    }
}
