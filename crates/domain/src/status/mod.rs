//! How the parts of the instance are and were: checks, their history, and what the public page shows of it.

mod check_parts;
mod describe_status;
mod part;
mod record_sample;

pub use check_parts::{PartCheck, check_database, check_migrations, check_parts, check_storage};
pub use describe_status::{HISTORY_DAYS, StatusDescription, describe_status};
pub use part::Part;
pub use record_sample::record_sample;
pub use sillon_database::entities::{status_component::State, status_day::Model as StatusDay};
