//! Roles and permissions.

mod change_role;
mod create_role;
mod delete_role;
mod list_permissions;
mod list_roles;
mod present_role;

pub(crate) use change_role::{__path_change_role, change_role};
pub(crate) use create_role::{__path_create_role, create_role};
pub(crate) use delete_role::{__path_delete_role, delete_role};
pub(crate) use list_permissions::{__path_list_permissions, list_permissions};
pub(crate) use list_roles::{__path_list_roles, list_roles};
pub(crate) use present_role::present_role_reference;
