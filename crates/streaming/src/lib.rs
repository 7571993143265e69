//! The streaming role: takes uploads in and hands playlists and segments out.
//! Encoding belongs to the worker; which bytes a URL names is looked up in the domain.

mod delivery;
mod router;
mod uploads;

pub use router::{delivery_routes, upload_routes};
