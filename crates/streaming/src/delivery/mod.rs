//! Playlists, segments and whole files of published versions.
//!
//! Invariant: what an address names never changes. Segments may be cached for ever; playlists briefly, so that a
//! deleted track falls silent soon.

mod byte_range;
mod file_slice;
mod send_media;
mod show_playlist;

pub(crate) use file_slice::FileSlice;
pub(crate) use send_media::{send_rendition_file, send_waveform};
pub(crate) use show_playlist::{show_lossless_playlist, show_master_playlist, show_media_playlist};
