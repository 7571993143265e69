//! What may be permitted, and who is permitted what. Which roles there are and who has them is in `roles`.
//!
//! Invariant: permissions are read from the database with the session of each request, so that a change is in force
//! from the next request on, on every node.

mod authority;
mod permission;
mod permission_set;
mod permissions_of;

pub use authority::Authority;
pub(crate) use authority::{lacks, require_all};
pub use permission::Permission;
pub use permission_set::PermissionSet;
pub use permissions_of::{permissions_of, permissions_of_roles, unknown_permissions};
