//! The first admin.

mod set_up;

pub(crate) use set_up::{__path_set_up, set_up};
