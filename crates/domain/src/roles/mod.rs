//! Roles: those that Sillon brings, those that an instance makes, and who has them.
//!
//! Invariants: at least one account that is not suspended has the role of the admin, from the set-up on; nobody gives,
//! takes or changes a role that permits more than they may do themselves. Both are decided behind one lock
//! ([`lock_roles`]), so that they hold when decisions meet.

mod change_role;
mod create_role;
mod delete_role;
mod find_role;
mod grant_role;
mod keep_an_admin;
mod lock_roles;
mod revoke_role;
mod role_text;

pub use change_role::change_role;
pub use create_role::create_role;
pub use delete_role::delete_role;
pub use find_role::{DescribedRole, describe_role, find_role, find_role_by_name, list_roles, roles_of_accounts};
pub use grant_role::{give_built_in_role, grant_role};
pub use keep_an_admin::{count_admins, keep_an_admin};
pub use lock_roles::lock_roles;
pub use revoke_role::revoke_role;
pub use role_text::RoleText;
