//! Files that creators send: from the first byte on the disk to the row that names it.

mod register_upload;
mod track_title;

pub use register_upload::{ArrivedUpload, register_upload};
pub(crate) use track_title::clean_title;
pub use track_title::title_from_file_name;
