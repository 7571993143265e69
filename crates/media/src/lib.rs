//! Audio, bytes in and bytes out: recognise, decode, measure, encode, package.
//!
//! Invariant: this crate knows no database and no HTTP; it reads one file and writes one folder.

mod error;
mod manifest;
mod pcm;

pub use error::MediaError;
pub use manifest::{ByteRange, EncodedRendition, EncodedSegment, EncodedTrack, Loudness, SourceDescription, Tags};
pub use pcm::{Fidelity, PcmBlock, PcmFormat};
