//! Encodes short generated sounds and lets other people's tools judge the result: ffmpeg, ffprobe and flac.
#![expect(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a test stops at what it does not expect, and its sounds are short"
)]

mod boxes;
mod files;
mod folder;
mod lossless;
mod lossy;
mod playlists;
mod sounds;
mod tools;
