//! The whole way of a file: one decoding pass that feeds all renditions and measurements at once, then the files.
//!
//! What a job does with the result belongs to the worker; limits of memory and time to the process that calls.

mod aac_input;
mod lanes;
mod output;
mod workers;

use std::path::Path;
use std::sync::Arc;
use std::thread;

use serde::{Deserialize, Serialize};

use self::aac_input::AacInput;
use self::lanes::{Lanes, Measured, Written};
use self::output::OutputFolder;
pub use self::output::{COVER_FILE, MANIFEST_FILE, WAVEFORM_FILE, write_playlists};
use crate::decode::{Decoder, Limits};
use crate::encode::AacEffort;
use crate::error::MediaError;
use crate::manifest::{Cover, EncodedRendition, EncodedTrack, Tags};
use crate::package::TrackEnd;
use crate::tags::{read_cover, read_tags};

/// How a file is encoded; the default is what the product does.
#[derive(Debug, Clone)]
pub struct EncodeOptions {
    /// Speed against quality of AAC.
    pub effort: AacEffort,
    /// Bit rates of the AAC renditions for two channels, in bit/s, in the order of the playlist; one channel gets half.
    pub aac_bits_per_second: Vec<u32>,
    /// What is refused.
    pub limits: Limits,
}

impl Default for EncodeOptions {
    fn default() -> Self {
        Self {
            effort: AacEffort::default(),
            aac_bits_per_second: vec![160_000, 96_000, 64_000],
            limits: Limits::default(),
        }
    }
}

/// How far an encode is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// 0 to 100 of the whole encode; never goes back.
    pub percent: u8,
}

/// What an encode is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Recognising the file and reading its headers and tags.
    Probing,
    /// Decoding, measuring and encoding.
    Encoding,
    /// Completing the files and waiting for the disk.
    Packaging,
}

/// Encodes a file into a folder, which must exist and be empty: a file for each rendition, the waveform, the
/// artwork that was inside the source if there was any, and the manifest ([`MANIFEST_FILE`]). When it returns, the disk has all of them.
///
/// AAC of more than two channels is mixed down to two; FLAC is made when the source is lossless, with all its channels.
/// After an error nothing but the empty folder remains. A process that is killed leaves what it wrote: who kills it
/// removes the folder. Memory does not grow with the length of the file, but for the segment tables.
pub fn encode_file(
    input: &Path,
    out_dir: &Path,
    options: &EncodeOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<EncodedTrack, MediaError> {
    let folder = OutputFolder::open(out_dir)?;
    let track = encode_into(input, &folder, options, progress);
    if track.is_err() {
        folder.remove_files();
    }
    track
}

fn encode_into(
    input: &Path,
    folder: &OutputFolder,
    options: &EncodeOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<EncodedTrack, MediaError> {
    progress(Progress { stage: Stage::Probing, percent: 0 });
    let mut decoder = Decoder::open(input, &options.limits)?;
    let tags = read_tags(input);
    let (samples, measured, written) = encode_renditions(&mut decoder, folder, options, progress)?;
    progress(Progress { stage: Stage::Packaging, percent: PERCENT_PACKAGING });
    let mut track = complete(&decoder, tags, samples, &measured, written)?;
    track.cover = write_cover(input, folder)?;
    folder.write_file(WAVEFORM_FILE, &measured.waveform)?;
    folder.write_manifest(&track)?;
    folder.sync()?;
    progress(Progress { stage: Stage::Packaging, percent: 100 });
    Ok(track)
}

/// Decodes everything once; gives the samples of one channel, what was measured, and the files but for their ends.
fn encode_renditions(
    decoder: &mut Decoder,
    folder: &OutputFolder,
    options: &EncodeOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<(u64, Measured, Vec<Written>), MediaError> {
    thread::scope(|scope| {
        let lanes = Lanes::start(scope, decoder.format(), folder, options)?;
        let fed = feed(decoder, &lanes, progress);
        // A lane that failed says why; the feed only knows that a lane is gone.
        let finished = lanes.finish();
        let samples = fed?;
        let (measured, written) = finished?;
        match samples {
            Some(0) => Err(MediaError::Silent),
            Some(samples) => Ok((samples, measured, written)),
            None => Err(MediaError::Encoder { what: "a part of the encode ended early".to_owned() }),
        }
    })
}

/// Decodes block after block into the lanes; gives the samples of one channel, or none when a lane is gone.
fn feed(
    decoder: &mut Decoder,
    lanes: &Lanes<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Option<u64>, MediaError> {
    let mut aac_input = AacInput::open(decoder.format())?;
    let expected = decoder.expected_samples();
    let mut samples = 0;
    let mut percent = 0;
    while let Some(block) = decoder.next_block()? {
        samples += block.len() as u64;
        let for_aac = aac_input.push(&block)?;
        if lanes.send(Arc::new(block), &Arc::new(for_aac)).is_break() {
            return Ok(None);
        }
        let now = percent_encoded(samples, expected);
        if now > percent {
            percent = now;
            progress(Progress { stage: Stage::Encoding, percent });
        }
    }
    if lanes.send_to_aac(&Arc::new(aac_input.finish()?)).is_break() {
        return Ok(None);
    }
    Ok(Some(samples))
}

/// What completing the files leaves to the end.
const PERCENT_PACKAGING: u8 = 98;

fn percent_encoded(samples: u64, expected: Option<u64>) -> u8 {
    let Some(expected) = expected.filter(|expected| *expected > 0) else {
        return 1;
    };
    let percent = samples.saturating_mul(u64::from(PERCENT_PACKAGING)) / expected;
    u8::try_from(percent).unwrap_or(u8::MAX).clamp(1, PERCENT_PACKAGING - 1)
}

/// Ends the files and puts the result together.
fn complete(
    decoder: &Decoder,
    tags: Tags,
    samples: u64,
    measured: &Measured,
    written: Vec<Written>,
) -> Result<EncodedTrack, MediaError> {
    let mut renditions: Vec<EncodedRendition> = Vec::with_capacity(written.len());
    for rendition in written {
        if let Some(info) = &rendition.stream_info {
            check_digest(&info.md5, &measured.pcm_md5)?;
        }
        let end = TrackEnd {
            samples: rendition.samples,
            loudness: &measured.loudness,
            stream_info: rendition.stream_info.as_ref(),
        };
        renditions.push(rendition.writer.finish(&rendition.name, &rendition.file_name, &end)?);
    }
    let source = decoder.source().clone();
    let rate = u64::from(source.format.sample_rate_hz);
    Ok(EncodedTrack {
        duration_ms: (samples * 1000 + rate / 2) / rate,
        source,
        samples,
        pcm_md5: measured.pcm_md5.clone(),
        loudness: measured.loudness,
        waveform_file: WAVEFORM_FILE.to_owned(),
        renditions,
        tags,
        cover: None,
    })
}

/// Copies the artwork that is inside the source. One that cannot be taken is left out: it is no reason not to encode.
fn write_cover(input: &Path, folder: &OutputFolder) -> Result<Option<Cover>, MediaError> {
    let Some((picture, format)) = read_cover(input) else { return Ok(None) };
    folder.write_file(COVER_FILE, &picture)?;
    Ok(Some(Cover { file_name: COVER_FILE.to_owned(), media_type: format.media_type().to_owned() }))
}

/// What went into FLAC must be what was measured: both are MD5 of the same samples, reckoned apart.
fn check_digest(md5: &[u8; 16], measured: &str) -> Result<(), MediaError> {
    let encoded = format!("{:032x}", u128::from_be_bytes(*md5));
    if encoded == measured {
        return Ok(());
    }
    Err(MediaError::Encoder { what: format!("FLAC holds {encoded}, the source {measured}") })
}
