//! What an encode made: sizes, times and measurements of every file in the output folder.
//!
//! The child process that encodes hands this to the worker as JSON. How it is stored belongs to the database.

use serde::{Deserialize, Serialize};

use crate::pcm::PcmFormat;

/// A whole encode of one source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EncodedTrack {
    /// What was read.
    pub source: SourceDescription,
    /// Samples of one channel in the source, after its own priming and padding are dropped.
    pub samples: u64,
    /// Length in milliseconds, rounded to the nearest.
    pub duration_ms: u64,
    /// MD5 of the decoded samples, little-endian and interleaved at the source's depth as FLAC's STREAMINFO defines it
    /// (RFC 9639, 8.2); of 32-bit floats for lossy sources. Lower-case hexadecimal.
    pub pcm_md5: String,
    /// Measurements of loudness.
    pub loudness: Loudness,
    /// Name of the waveform file (audiowaveform binary format, version 2, 8 bit).
    pub waveform_file: String,
    /// The renditions: AAC first, best for starting (160 kbit/s) first, then descending; FLAC last if there is one.
    pub renditions: Vec<EncodedRendition>,
    /// What the file's tags say.
    pub tags: Tags,
    /// The artwork in the file's tags, if there is a picture that can be taken.
    pub cover: Option<Cover>,
}

/// Artwork that was inside the source, as it was there: checked, not decoded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// File in the output folder.
    pub file_name: String,
    /// Its media type, by its content.
    pub media_type: String,
}

/// What kind of file the source is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceDescription {
    /// Short name of the container: `wav`, `aiff`, `flac`, `mp3`, `mp4`, `ogg`.
    pub container: String,
    /// Short name of the codec: `pcm`, `flac`, `alac`, `aac`, `mp3`, `vorbis`, `opus`.
    pub codec: String,
    /// Rate, channels, depth.
    pub format: PcmFormat,
}

/// Loudness of the whole track (EBU R 128, ITU-R BS.1770-4).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Loudness {
    /// Integrated loudness in LUFS; none when everything is below the gate.
    pub integrated_lufs: Option<f64>,
    /// Loudness range in LU (EBU Tech 3342); none when it cannot be measured.
    pub range_lu: Option<f64>,
    /// Highest true peak of any channel in dBTP; none for digital silence.
    pub true_peak_dbtp: Option<f64>,
}

/// One file of the ladder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EncodedRendition {
    /// Its name in URLs: `aac-160`, `aac-96`, `aac-64`, `flac`.
    pub name: String,
    /// `aac` or `flac`.
    pub codec: String,
    /// The CODECS attribute: `mp4a.40.2` or `fLaC` (RFC 6381).
    pub codecs: String,
    /// Sample rate in Hz; also the timescale of the segment table, but where `timescale` says otherwise.
    pub sample_rate_hz: u32,
    /// Ticks a second of the segment table.
    pub timescale: u32,
    /// Channels.
    pub channels: u16,
    /// File in the output folder: `aac-160.mp4`.
    pub file_name: String,
    /// Size of the file in bytes.
    pub size_bytes: u64,
    /// Byte range of the initialisation section (`ftyp` and `moov`).
    pub init: ByteRange,
    /// Samples before the first real one, to be dropped (edit list).
    pub priming_samples: u32,
    /// Real samples, after priming and padding are dropped.
    pub samples: u64,
    /// Peak bit rate of a segment in bit/s (BANDWIDTH).
    pub peak_bits_per_second: u64,
    /// Average bit rate of all segments in bit/s (AVERAGE-BANDWIDTH).
    pub average_bits_per_second: u64,
    /// The segments in order; their number is their place, from 0.
    pub segments: Vec<EncodedSegment>,
}

/// A run of bytes in a rendition's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByteRange {
    /// Where it begins.
    pub offset_bytes: u64,
    /// How long it is.
    pub length_bytes: u64,
}

/// A media segment: one `moof` and its `mdat`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncodedSegment {
    /// Where it lies in the file.
    pub range: ByteRange,
    /// Decode time of its first sample (`tfdt`), in ticks of the rendition's timescale.
    pub start_ticks: u64,
    /// Its length in ticks as playlists state it: the last one ends with the real samples, so that all lengths add up
    /// to `samples`.
    pub duration_ticks: u64,
}

/// Tags of the file, as far as they were readable.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tags {
    /// Title of the track, trimmed, at most 200 characters.
    pub title: Option<String>,
    /// Artist.
    pub artist: Option<String>,
    /// Album.
    pub album: Option<String>,
    /// Place on the album, from 1.
    pub position: Option<u16>,
    /// International Standard Recording Code (ISO 3901).
    pub isrc: Option<String>,
}
