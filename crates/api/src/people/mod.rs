//! People, as those who run the instance see them.

mod grant_role;
mod list_people;
mod present_person;
mod reinstate_account;
mod revoke_role;
mod show_person;
mod suspend_account;

pub(crate) use grant_role::{__path_grant_role, grant_role};
pub(crate) use list_people::{__path_list_people, list_people};
pub(crate) use reinstate_account::{__path_reinstate_account, reinstate_account};
pub(crate) use revoke_role::{__path_revoke_role, revoke_role};
pub(crate) use show_person::{__path_show_person, show_person};
pub(crate) use suspend_account::{__path_suspend_account, suspend_account};
