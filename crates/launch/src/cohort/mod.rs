//! The list of people to invite: read from a CSV file and checked. Sending anything does not belong here.

mod addresses;
mod check_cohort;
mod check_database;
mod decode;
mod finding;
mod labels;
mod present_findings;
mod read_cohort;
mod read_row;

pub use check_cohort::check_cohort;
pub use check_database::check_against_database;
pub use finding::{Column, Finding, Severity};
pub(crate) use labels::is_formula;
pub use present_findings::{Checked, findings_as_json, findings_as_text};
pub use read_cohort::{Cohort, Invitee, read_cohort};
