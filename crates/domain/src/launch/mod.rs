//! The soft launch in the database: what the monitor saw, the verdict over it, and how the cohorts do.
//! How a signal is measured does not belong here; that is the launch role's.

mod current_state;
mod observations;
mod report_cohorts;
mod verdict;
mod visitors;

pub use current_state::{CurrentState, current_state, verdict_at};
pub use observations::{NewObservation, latest_check, observations_since, record_check};
pub use report_cohorts::{CohortReport, report_cohorts};
pub use verdict::{Verdict, verdict};
pub use visitors::{JOURNEY_COHORT, REHEARSAL_COHORT, remove_visitor, visitors_before};
