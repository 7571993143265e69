//! Measures samples as they flow by: loudness, the picture of the waveform, the digest of the sound.
//!
//! Invariant: memory stays bounded however long the sound is. Nothing here changes a sample.

mod digest;
mod loudness;
mod waveform;

pub use self::digest::PcmDigest;
pub use self::loudness::LoudnessMeter;
pub use self::waveform::WaveformBuilder;
