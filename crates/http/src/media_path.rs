//! Paths of media and pictures, built in one place so that those who give them out and those who serve them agree.

use sillon_domain::ids::{PictureId, VersionId};

/// Paths of one version. Invariant: what a path names never changes, so that caches may keep it for ever.
///
/// `public` stands where signatures will, so that relative addresses in playlists inherit them.
#[derive(Clone, Copy, Debug)]
pub struct MediaPath(pub VersionId);

impl MediaPath {
    fn file(self, name: &str) -> String {
        format!("/s/public/{}/{name}", self.0)
    }

    /// HLS multivariant playlist of the AAC renditions.
    pub fn master_playlist(self) -> String {
        self.file("master.m3u8")
    }

    /// HLS multivariant playlist of the FLAC rendition.
    pub fn lossless_playlist(self) -> String {
        self.file("lossless.m3u8")
    }

    /// Peaks of the waveform.
    pub fn waveform(self) -> String {
        self.file("waveform.dat")
    }

    /// A rendition as one MP4 file.
    pub fn progressive(self, rendition: &str) -> String {
        self.file(&format!("{rendition}/audio.mp4"))
    }
}

/// Paths of one picture's thumbnails, by their step. Invariant: what a path names never changes.
#[derive(Clone, Copy, Debug)]
pub struct PicturePath(pub PictureId);

impl PicturePath {
    /// A thumbnail as WebP.
    pub fn webp(self, step_px: i32) -> String {
        format!("/api/v1/pictures/{}/{step_px}.webp", self.0)
    }

    /// A thumbnail as JPEG.
    pub fn jpeg(self, step_px: i32) -> String {
        format!("/api/v1/pictures/{}/{step_px}.jpg", self.0)
    }
}
