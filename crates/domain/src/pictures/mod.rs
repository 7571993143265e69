//! Pictures: avatars of accounts, artwork of releases and tracks. Decoding and scaling belong to media, running it to
//! the worker.
//!
//! Invariant: what a thing shows is whole. A new picture waits beside the shown one until its thumbnails are durable and
//! takes its place in one transaction; whatever dies in between leaves the old one or the new one.

mod fail_picture;
mod find_picture;
mod place_picture;
mod publish_picture;
mod remove_picture;
mod subject;
mod thumbnail_sides;

pub use fail_picture::{PictureFailure, fail_picture};
pub(crate) use find_picture::pictures_of_account;
pub use find_picture::{PictureSlot, find_picture, find_shown_picture, find_slot, shown_pictures};
pub use place_picture::{ArrivedPicture, place_picture, place_picture_if_none};
pub use publish_picture::{MadeThumbnails, publish_picture};
pub(crate) use remove_picture::forget_pictures;
pub use remove_picture::{RemovedPictures, remove_pictures};
pub use subject::{Subject, require_picture_rights};
pub use thumbnail_sides::{THUMBNAIL_STEPS_PX, thumbnail_sides};
