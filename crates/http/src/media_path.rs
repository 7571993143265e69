//! Paths of media and artwork, built in one place so that those who give them out and those who serve them agree.

use sillon_domain::ids::{ReleaseId, VersionId};

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

/// Path of a release's artwork.
#[derive(Clone, Copy, Debug)]
pub struct ArtworkPath(pub ReleaseId);

impl std::fmt::Display for ArtworkPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "/api/v1/releases/{}/artwork", self.0)
    }
}
