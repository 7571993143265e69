//! What a visitor may know of the instance.

mod show_instance;

pub(crate) use show_instance::{__path_show_instance, show_instance};
