//! Uploads: from the request's body to a durable file and the rows that name it.

mod arriving_file;
mod receive_upload;
mod spool_upload;

pub(crate) use arriving_file::ArrivingFile;
pub(crate) use receive_upload::{__path_receive_upload, declared_bytes, receive_upload};
pub(crate) use spool_upload::{drain_refused, in_words, next_chunk};
