//! What a player asks for, resolved from rows to byte ranges. Reading and sending the bytes belongs to streaming.
//!
//! Invariant: a version has rows only once it was published whole, so whatever resolves here can be heard.

mod find_playback;

pub use find_playback::{RenditionFile, SegmentRange, find_rendition, find_segment, find_version, segments_of};
