//! What AAC encoders take, from what decoders give: at most two channels, a rate of the two families, 16 bits.
//!
//! Mixing and resampling themselves belong to `resample`.

use crate::error::MediaError;
use crate::pcm::{PcmBlock, PcmFormat};
use crate::resample::{Resampler, aac_rate_hz, to_stereo};

/// Turns decoded blocks into interleaved 16-bit samples for all AAC encoders of a track.
pub(super) struct AacInput {
    mixing: Mixing,
    resampler: Option<Resampler>,
}

enum Mixing {
    AsIs,
    ToStereo,
}

/// Rate and channels that AAC has for a source.
pub(super) fn aac_format(source: PcmFormat) -> (u32, u16) {
    (aac_rate_hz(source.sample_rate_hz), source.channels.min(2))
}

impl AacInput {
    pub(super) fn open(source: PcmFormat) -> Result<Self, MediaError> {
        let (rate_hz, channels) = aac_format(source);
        let resampler = if rate_hz == source.sample_rate_hz {
            None
        } else {
            Some(Resampler::new(source.sample_rate_hz, rate_hz, channels)?)
        };
        let mixing = if source.channels > 2 { Mixing::ToStereo } else { Mixing::AsIs };
        Ok(Self { mixing, resampler })
    }

    /// The samples that are ready; none while the resampler fills.
    pub(super) fn push(&mut self, block: &PcmBlock) -> Result<Vec<i16>, MediaError> {
        match self.mixing {
            Mixing::AsIs => self.resample(block),
            Mixing::ToStereo => self.resample(&to_stereo(block.clone())),
        }
    }

    /// The samples that the resampler still held.
    pub(super) fn finish(self) -> Result<Vec<i16>, MediaError> {
        match self.resampler {
            Some(resampler) => Ok(interleave(&resampler.finish()?)),
            None => Ok(Vec::new()),
        }
    }

    fn resample(&mut self, block: &PcmBlock) -> Result<Vec<i16>, MediaError> {
        match &mut self.resampler {
            Some(resampler) => Ok(interleave(&resampler.push(block)?)),
            None => Ok(interleave(block)),
        }
    }
}

/// Rounds to 16 bits; what is beyond full scale is clipped. Exact for sources of up to 16 bits.
fn interleave(block: &PcmBlock) -> Vec<i16> {
    match block.planes.as_slice() {
        [mono] => mono.iter().map(|sample| to_integer(*sample)).collect(),
        [left, right] => {
            left.iter().zip(right).flat_map(|(left, right)| [to_integer(*left), to_integer(*right)]).collect()
        }
        _ => Vec::new(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the conversion saturates, which is the clipping that is wanted")]
fn to_integer(sample: f32) -> i16 {
    let scaled = sample * 32_768.0;
    (scaled + 0.5_f32.copysign(scaled)) as i16
}

#[cfg(test)]
mod tests {
    use super::to_integer;

    #[test]
    fn every_sixteen_bit_sample_survives_and_the_rest_is_rounded_or_clipped() {
        for sample in i16::MIN..=i16::MAX {
            assert_eq!(to_integer(f32::from(sample) / 32_768.0), sample);
        }
        assert_eq!(to_integer(0.4 / 32_768.0), 0);
        assert_eq!(to_integer(-0.6 / 32_768.0), -1);
        assert_eq!(to_integer(1.5), i16::MAX);
        assert_eq!(to_integer(-1.5), i16::MIN);
    }
}
