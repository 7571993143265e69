//! Decoded sound as it flows from the decoder to everything that measures or encodes it.
//!
//! Where samples come from belongs to `decode`; what is made of them to `measure` and `encode`.

use serde::{Deserialize, Serialize};

/// How the samples of a source are stored, which decides whether a lossless rendition makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fidelity {
    /// Integer samples that a lossless codec or plain PCM holds.
    Lossless {
        /// Significant bits of a sample: 8 to 24.
        bits_per_sample: u8,
    },
    /// What a lossy codec decodes to; has no depth of its own.
    Lossy,
}

/// Rate, channels and depth of a stream of samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PcmFormat {
    /// Samples a second of one channel, in Hz.
    pub sample_rate_hz: u32,
    /// Channels, in the order of the WAVE format (left, right, centre, …).
    pub channels: u16,
    /// Whether the samples are exact integers, and how wide.
    pub fidelity: Fidelity,
}

/// A run of samples: one plane per channel, all of the same length.
///
/// Invariant: a lossless source of `n` bits is scaled by 2^(1-n), so that a plane holds every integer
/// sample of up to 24 bits exactly and multiplying by 2^(n-1) gives the integer back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PcmBlock {
    /// Samples in the range -1.0 to 1.0 (lossy sources may overshoot), by channel.
    pub planes: Vec<Vec<f32>>,
}

impl PcmBlock {
    /// Samples of one channel.
    pub fn len(&self) -> usize {
        self.planes.first().map_or(0, Vec::len)
    }

    /// True when no sample is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
