//! What Sillon accepts at most.
//!
//! Limits on the size of uploads and on memory belong to those who run the decoder.

use crate::error::MediaError;
use crate::pcm::PcmFormat;

/// Bounds on a source; beyond them it is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Longest sound, in milliseconds.
    pub max_duration_ms: u64,
    /// Lowest sample rate, in Hz.
    pub min_sample_rate_hz: u32,
    /// Highest sample rate, in Hz.
    pub max_sample_rate_hz: u32,
    /// Most channels.
    pub max_channels: u16,
    /// Most bytes of decoded sound, at four bytes a sample of one channel.
    pub max_decoded_bytes: u64,
}

impl Default for Limits {
    /// Six hours, 8 to 192 kHz, eight channels, 16 GiB decoded (six hours of 96 kHz stereo).
    fn default() -> Self {
        Self {
            max_duration_ms: 6 * 60 * 60 * 1000,
            min_sample_rate_hz: 8_000,
            max_sample_rate_hz: 192_000,
            max_channels: 8,
            max_decoded_bytes: 16 << 30,
        }
    }
}

impl Limits {
    /// Refuses a format that is out of bounds.
    pub(super) fn check_format(&self, format: PcmFormat) -> Result<(), MediaError> {
        let rate = format.sample_rate_hz;
        if rate < self.min_sample_rate_hz || rate > self.max_sample_rate_hz {
            let (low, high) = (self.min_sample_rate_hz, self.max_sample_rate_hz);
            return Err(beyond(format!("{rate} samples a second, where {low} to {high} are possible")));
        }
        if format.channels == 0 {
            return Err(MediaError::damaged("it names no channels"));
        }
        if format.channels > self.max_channels {
            return Err(beyond(format!("{} channels, where {} are possible", format.channels, self.max_channels)));
        }
        Ok(())
    }

    /// Refuses a length that is out of bounds; `samples` are of one channel.
    pub(super) fn check_samples(&self, format: PcmFormat, samples: u64) -> Result<(), MediaError> {
        let max_samples = u128::from(self.max_duration_ms) * u128::from(format.sample_rate_hz) / 1000;
        if u128::from(samples) > max_samples {
            return Err(beyond(format!("longer than {} minutes", self.max_duration_ms / 60_000)));
        }
        if u128::from(samples) * u128::from(format.channels) * 4 > u128::from(self.max_decoded_bytes) {
            return Err(beyond(format!("more than {} MiB of decoded sound", self.max_decoded_bytes >> 20)));
        }
        Ok(())
    }
}

fn beyond(what: String) -> MediaError {
    MediaError::BeyondLimit { what }
}
