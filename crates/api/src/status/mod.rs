//! The public status of the instance.

mod show_status;

pub(crate) use show_status::{__path_show_status, show_status};
