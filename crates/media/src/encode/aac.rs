//! An AAC stream with a known beginning and end: the same priming for every rate, and no packet too many.
//!
//! The encoder itself belongs to `fdk`, the edit list that declares the priming to `package`.

use super::PacketSink;
use super::fdk::{AAC_FRAME_SAMPLES, AacConfig, AacEncoder};
use crate::error::MediaError;

/// Samples that a decoder puts out before the first real one, in every rendition: two packets.
pub(crate) const AAC_PRIMING_SAMPLES: u32 = 2 * AAC_FRAME_SAMPLES;

/// How many packets hold `samples` real samples of one channel and the priming; the last one holds less than
/// one packet's worth of samples too many.
fn aac_packets(samples: u64) -> u64 {
    (u64::from(AAC_PRIMING_SAMPLES) + samples).div_ceil(u64::from(AAC_FRAME_SAMPLES))
}

/// Encodes a whole stream.
///
/// Invariant: the encoder's own delay is topped up with zeros in front to [`AAC_PRIMING_SAMPLES`], so that all
/// renditions of a track agree to the sample; exactly [`aac_packets`] packets come out.
#[derive(Debug)]
pub(crate) struct AacStream {
    encoder: AacEncoder,
    channels: u16,
    /// Zeros of all channels that are still to go in front.
    lead_in: Vec<i16>,
    samples: u64,
    packets: u64,
}

impl AacStream {
    /// Opens the encoder.
    pub(crate) fn open(config: &AacConfig) -> Result<Self, MediaError> {
        let encoder = AacEncoder::open(config)?;
        let delay = encoder.delay_samples();
        let Some(missing) = AAC_PRIMING_SAMPLES.checked_sub(delay) else {
            let what = format!("the AAC encoder delays by {delay} samples, more than two packets");
            return Err(MediaError::Encoder { what });
        };
        let lead_in = vec![0; missing as usize * usize::from(config.channels)];
        Ok(Self { encoder, channels: config.channels, lead_in, samples: 0, packets: 0 })
    }

    /// The `AudioSpecificConfig` of the stream.
    pub(crate) fn specific_config(&self) -> &[u8] {
        self.encoder.specific_config()
    }

    /// Encodes interleaved samples of any number.
    pub(crate) fn push(&mut self, interleaved: &[i16], sink: &mut PacketSink<'_>) -> Result<(), MediaError> {
        let lead_in = std::mem::take(&mut self.lead_in);
        self.feed(&lead_in, sink)?;
        self.feed(interleaved, sink)?;
        self.samples += interleaved.len() as u64 / u64::from(self.channels);
        Ok(())
    }

    /// Encodes what is left; gives the real samples of one channel.
    pub(crate) fn finish(mut self, sink: &mut PacketSink<'_>) -> Result<u64, MediaError> {
        self.push(&[], sink)?;
        let wanted = aac_packets(self.samples);
        let mut packets = self.packets;
        self.encoder.finish(&mut |packet| {
            packets += 1;
            if packets > wanted { Ok(()) } else { sink(packet, AAC_FRAME_SAMPLES) }
        })?;
        if packets < wanted {
            return Err(MediaError::Encoder { what: format!("the AAC encoder made {packets} packets of {wanted}") });
        }
        Ok(self.samples)
    }

    fn feed(&mut self, interleaved: &[i16], sink: &mut PacketSink<'_>) -> Result<(), MediaError> {
        let packets = &mut self.packets;
        self.encoder.encode(interleaved, &mut |packet| {
            *packets += 1;
            sink(packet, AAC_FRAME_SAMPLES)
        })
    }
}
