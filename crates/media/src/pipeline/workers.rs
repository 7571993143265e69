//! What each lane does with its queue: encode into one file, or measure.
//!
//! Queues and threads belong to `lanes`; the ends of the files to the parent module.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use super::lanes::{Measured, Written};
use crate::encode::{AAC_FRAME_SAMPLES, AAC_PRIMING_SAMPLES, AacConfig, AacStream, FLAC_BLOCK_SAMPLES, FlacEncoder};
use crate::error::MediaError;
use crate::manifest::Loudness;
use crate::measure::{LoudnessMeter, PcmDigest, WaveformBuilder};
use crate::package::{CmafWriter, TrackCodec, TrackDescription};
use crate::pcm::{PcmBlock, PcmFormat};

/// An AAC rendition to be made.
pub(super) struct AacWork {
    pub(super) name: String,
    pub(super) file_name: String,
    pub(super) path: PathBuf,
    pub(super) config: AacConfig,
}

/// A FLAC rendition to be made.
pub(super) struct FlacWork {
    pub(super) name: String,
    pub(super) file_name: String,
    pub(super) path: PathBuf,
    pub(super) format: PcmFormat,
    pub(super) bits_per_sample: u8,
}

pub(super) fn encode_aac(work: AacWork, blocks: &Receiver<Arc<Vec<i16>>>) -> Result<Written, MediaError> {
    let mut stream = AacStream::open(&work.config)?;
    let track = TrackDescription {
        codec: TrackCodec::Aac {
            specific_config: stream.specific_config().to_vec(),
            bits_per_second: work.config.bits_per_second,
        },
        sample_rate_hz: work.config.sample_rate_hz,
        channels: work.config.channels,
        packet_samples: AAC_FRAME_SAMPLES,
        priming_samples: AAC_PRIMING_SAMPLES,
    };
    let mut writer = CmafWriter::create(&work.path, track)?;
    let mut sink = |packet: &[u8], samples| writer.push(packet, samples);
    for block in blocks {
        stream.push(&block, &mut sink)?;
    }
    let samples = stream.finish(&mut sink)?;
    Ok(Written { name: work.name, file_name: work.file_name, writer, samples, stream_info: None })
}

pub(super) fn encode_flac(work: FlacWork, blocks: &Receiver<Arc<PcmBlock>>) -> Result<Written, MediaError> {
    let PcmFormat { sample_rate_hz, channels, .. } = work.format;
    let mut encoder = FlacEncoder::open(sample_rate_hz, channels, work.bits_per_sample)?;
    let track = TrackDescription {
        codec: TrackCodec::Flac { bits_per_sample: work.bits_per_sample },
        sample_rate_hz,
        channels,
        packet_samples: FLAC_BLOCK_SAMPLES,
        priming_samples: 0,
    };
    let mut writer = CmafWriter::create(&work.path, track)?;
    let mut sink = |packet: &[u8], samples| writer.push(packet, samples);
    for block in blocks {
        encoder.push(&block, &mut sink)?;
    }
    let info = encoder.finish(&mut sink)?;
    let samples = info.samples;
    Ok(Written { name: work.name, file_name: work.file_name, writer, samples, stream_info: Some(info) })
}

pub(super) fn measure(format: PcmFormat, blocks: &Receiver<Arc<PcmBlock>>) -> Result<Measured, MediaError> {
    let mut loudness = LoudnessMeter::new(format)?;
    let mut waveform = WaveformBuilder::new(format);
    let mut digest = PcmDigest::new(format);
    for block in blocks {
        loudness.push(&block)?;
        waveform.push(&block);
        digest.push(&block);
    }
    Ok(Measured { loudness: in_hundredths(loudness.finish()), waveform: waveform.finish(), pcm_md5: digest.finish() })
}

/// As finely as loudness is ever told (EBU Tech 3341 asks for tenths), and the same again after a way through JSON.
fn in_hundredths(loudness: Loudness) -> Loudness {
    let round = |value: f64| (value * 100.0).round() / 100.0;
    Loudness {
        integrated_lufs: loudness.integrated_lufs.map(round),
        range_lu: loudness.range_lu.map(round),
        true_peak_dbtp: loudness.true_peak_dbtp.map(round),
    }
}
