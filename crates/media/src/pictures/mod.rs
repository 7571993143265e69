//! Pictures, bytes in and bytes out: recognise and check without decoding, then make square thumbnails.
//!
//! Invariant: nothing is decoded before its header was checked against the limits, and nothing of a sent file but its
//! pixels reaches a thumbnail: every thumbnail is encoded anew, in sRGB, upright, without metadata.
//! Which picture belongs to what, and where files lie, is not known here.

mod colour;
mod decode;
mod encode;
mod error;
mod inspect;
mod linear;
mod square;
mod thumbnails;

pub use error::PictureError;
pub use inspect::{MAX_PICTURE_BYTES, PictureFormat, PictureHeader, inspect_picture};
pub use square::Framing;
pub use thumbnails::{SquarePicture, Thumbnail};
