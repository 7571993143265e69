//! The synthetic journey: what a new person does, against a running instance, from the outside. Each step is a file; a
//! later capability adds one and its line in `STEPS`.

mod clean_up;
mod mailbox;
mod result;
mod run_journey;
mod steps;
mod tone;
mod walk;

pub use clean_up::remove_stale_journeys;
pub use result::{JourneyResult, StepResult};
pub use run_journey::run_journey;
