//! The folder that an encode fills, and the playlists that make it playable from any web server.
//!
//! The content of playlists belongs to `package`; publishing and sweeping of folders to the worker.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::MediaError;
use crate::manifest::{EncodedRendition, EncodedTrack};
use crate::package::{Addressing, MediaPlaylist, Variant, multivariant_playlist};

/// The [`EncodedTrack`] as JSON.
pub const MANIFEST_FILE: &str = "manifest.json";
/// The waveform (audiowaveform binary format, version 2).
pub const WAVEFORM_FILE: &str = "waveform.dat";
/// The artwork that was inside the source, as it was there.
pub const COVER_FILE: &str = "cover";
const MASTER_PLAYLIST: &str = "master.m3u8";
const LOSSLESS_PLAYLIST: &str = "lossless.m3u8";

/// Writes the playlists of an encoded folder, with byte ranges: `master.m3u8`, `lossless.m3u8` when there is FLAC, and
/// `{rendition}/index.m3u8`.
pub fn write_playlists(out_dir: &Path, track: &EncodedTrack) -> Result<(), MediaError> {
    let folder = OutputFolder { path: out_dir.to_owned() };
    let (lossless, lossy): (Vec<_>, Vec<_>) = track.renditions.iter().partition(|rendition| rendition.codec == "flac");
    folder.write_file(MASTER_PLAYLIST, variants_playlist(&lossy).as_bytes())?;
    if !lossless.is_empty() {
        folder.write_file(LOSSLESS_PLAYLIST, variants_playlist(&lossless).as_bytes())?;
    }
    for rendition in &track.renditions {
        let subfolder = OutputFolder { path: folder.path(&rendition.name) };
        fs::create_dir_all(&subfolder.path).map_err(|source| MediaError::io(&subfolder.path, source))?;
        let playlist = MediaPlaylist {
            timescale: rendition.timescale,
            init: rendition.init,
            segments: &rendition.segments,
            addressing: Addressing::ByteRanges { file_url: &format!("../{}", rendition.file_name) },
        };
        subfolder.write_file("index.m3u8", playlist.render().as_bytes())?;
    }
    folder.sync()
}

fn variants_playlist(renditions: &[&EncodedRendition]) -> String {
    let variants: Vec<Variant<'_>> = renditions
        .iter()
        .map(|rendition| Variant {
            name: &rendition.name,
            codecs: &rendition.codecs,
            peak_bits_per_second: rendition.peak_bits_per_second,
            average_bits_per_second: rendition.average_bits_per_second,
        })
        .collect();
    multivariant_playlist(&variants)
}

/// The folder of one encode.
pub(super) struct OutputFolder {
    path: PathBuf,
}

impl OutputFolder {
    /// Takes a folder that is there and empty, so that everything in it afterwards is the encode's own.
    pub(super) fn open(path: &Path) -> Result<Self, MediaError> {
        let mut entries = fs::read_dir(path).map_err(|source| MediaError::io(path, source))?;
        if entries.next().is_some() {
            return Err(MediaError::io(path, io::Error::from(io::ErrorKind::DirectoryNotEmpty)));
        }
        Ok(Self { path: path.to_owned() })
    }

    pub(super) fn path(&self, file_name: &str) -> PathBuf {
        self.path.join(file_name)
    }

    /// Writes a file and waits until the disk has it.
    pub(super) fn write_file(&self, file_name: &str, bytes: &[u8]) -> Result<(), MediaError> {
        let path = self.path(file_name);
        let write = || {
            let mut file = File::create(&path)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(|source| MediaError::io(&path, source))
    }

    pub(super) fn write_manifest(&self, track: &EncodedTrack) -> Result<(), MediaError> {
        let json = serde_json::to_vec_pretty(track)
            .map_err(|error| MediaError::Encoder { what: format!("the manifest: {error}") })?;
        self.write_file(MANIFEST_FILE, &json)
    }

    /// Waits until the disk has the names of the files.
    pub(super) fn sync(&self) -> Result<(), MediaError> {
        File::open(&self.path).and_then(|folder| folder.sync_all()).map_err(|source| MediaError::io(&self.path, source))
    }

    /// Empties the folder after a failure, as far as that is possible: the failure itself is what gets reported.
    pub(super) fn remove_files(&self) {
        for entry in fs::read_dir(&self.path).into_iter().flatten().flatten() {
            let _ = fs::remove_file(entry.path());
        }
    }
}
