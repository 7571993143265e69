//! The MD5 of decoded sound, by which two files are known to sound the same to the last bit.
//!
//! It is a fingerprint, not a protection: nothing secret depends on it.

use md5::{Digest, Md5};

use crate::pcm::{Fidelity, PcmBlock, PcmFormat};

/// Digests samples: those of lossless sources as FLAC's STREAMINFO defines it (RFC 9639, 8.2: interleaved, little-endian,
/// sign-extended to whole bytes), those of lossy ones as interleaved little-endian 32-bit floats.
pub struct PcmDigest {
    hasher: Md5,
    fidelity: Fidelity,
    bytes: Vec<u8>,
}

impl PcmDigest {
    /// Starts a digest of samples of this format.
    pub fn new(format: PcmFormat) -> Self {
        Self { hasher: Md5::new(), fidelity: format.fidelity, bytes: Vec::new() }
    }

    /// Takes the next samples.
    pub fn push(&mut self, block: &PcmBlock) {
        self.bytes.clear();
        for index in 0..block.len() {
            for plane in &block.planes {
                append_sample(&mut self.bytes, self.fidelity, plane[index]);
            }
        }
        self.hasher.update(&self.bytes);
    }

    /// The digest of everything pushed, in lower-case hexadecimal.
    pub fn finish(self) -> String {
        let digits = |byte: &u8| [byte >> 4, byte & 0x0f].map(|digit| char::from_digit(u32::from(digit), 16));
        self.hasher.finalize().iter().flat_map(digits).flatten().collect()
    }
}

fn append_sample(bytes: &mut Vec<u8>, fidelity: Fidelity, sample: f32) {
    match fidelity {
        Fidelity::Lossless { bits_per_sample } => {
            let scale = f64::from(1_u32 << (bits_per_sample - 1));
            #[expect(
                clippy::cast_possible_truncation,
                reason = "samples of up to 24 bits scale to integers of that size"
            )]
            let integer = (f64::from(sample) * scale).round() as i32;
            bytes.extend_from_slice(&integer.to_le_bytes()[..usize::from(bits_per_sample.div_ceil(8))]);
        }
        Fidelity::Lossy => bytes.extend_from_slice(&sample.to_le_bytes()),
    }
}
