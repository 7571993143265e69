//! The process that decodes pictures that strangers sent: this binary again, confined as the one that encodes is, with
//! limits that fit pictures. A hostile file can end it, never the server.

mod child;
mod message;
mod parent;

pub use child::run_thumbnail_child;
pub(crate) use parent::{Exit, make_thumbnails};
