//! Uploads: from the request's body to a durable file and the rows that name it.

mod arriving_file;
mod receive_upload;
mod spool_upload;

pub(crate) use receive_upload::{__path_receive_upload, receive_upload};
