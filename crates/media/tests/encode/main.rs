//! Encodes short generated sounds and lets other people's tools judge the result: ffmpeg, ffprobe and flac.

mod boxes;
mod files;
mod folder;
mod lossless;
mod lossy;
mod playlists;
mod sounds;
mod tools;
