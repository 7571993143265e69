//! Audio and pictures, bytes in and bytes out: recognise, decode, measure, encode, package.
//!
//! Invariant: this crate knows no database and no HTTP; it reads one file and writes one folder.

mod decode;
mod encode;
mod error;
mod manifest;
mod measure;
mod package;
mod pcm;
pub mod pictures;
mod pipeline;
mod resample;
mod sniff;
mod tags;

pub use decode::{Decoder, Limits, MAX_BLOCK_SAMPLES};
pub use encode::AacEffort;
pub use error::MediaError;
pub use manifest::{
    ByteRange, Cover, EncodedRendition, EncodedSegment, EncodedTrack, Loudness, SourceDescription, Tags,
};
pub use measure::{LoudnessMeter, PcmDigest, WaveformBuilder};
pub use package::{Addressing, MediaPlaylist, Variant, multivariant_playlist};
pub use pcm::{Fidelity, PcmBlock, PcmFormat};
pub use pipeline::{
    COVER_FILE, EncodeOptions, MANIFEST_FILE, Progress, Stage, WAVEFORM_FILE, encode_file, write_playlists,
};
pub use resample::{Resampler, aac_rate_hz, resampled_samples, to_stereo};
pub use sniff::{Container, SNIFF_BYTES, sniff, sniff_file};
pub use tags::{read_cover, read_tags};
