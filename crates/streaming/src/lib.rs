//! The streaming role: takes uploads and pictures in, and hands playlists, segments and thumbnails out.
//! Encoding and scaling belong to the worker; which bytes a URL names is looked up in the domain.

mod delivery;
mod pictures;
mod router;
mod uploads;

pub use router::{delivery_routes, upload_routes};
