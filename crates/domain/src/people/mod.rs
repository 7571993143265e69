//! People as those who run the instance see them: lists, roles, suspension. What people do themselves is in `accounts`.

mod list_people;
mod suspend_account;

pub use list_people::{DescribedPerson, PeopleFilter, PeoplePage, describe_person, list_people};
pub use suspend_account::{refuse_suspended, reinstate_account, suspend_account};
