//! Packaging: packets into CMAF files (ISO/IEC 23000-19), segment tables, and the HLS playlists over them.
//!
//! What the packets hold belongs to `encode`; where files lie and who may read them to the callers.

mod boxes;
mod cmaf;
mod fragment;
mod grid;
mod init;
mod loudness;
mod playlist;

pub(crate) use cmaf::{CmafWriter, TrackEnd};
pub(crate) use init::{TrackCodec, TrackDescription};
pub use playlist::{Addressing, MediaPlaylist, Variant, multivariant_playlist};
