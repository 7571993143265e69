//! From a file to samples: exact for lossless sources, gapless for lossy ones.
//!
//! What is made of the samples belongs to `measure` and `encode`; tags belong to `tags`.
//!
//! - `pcm_file`, `wave`, `aiff`: plain samples, read by ourselves.
//! - `coded`, `open_coded`, `gapless`, `trim`: coded sound, decoded by symphonia and libopus.
//! - `mp4_boxes`, `aac_config`, `ogg_pages`: what symphonia leaves out of MP4 and Ogg.
//! - `limits`: what is accepted at most.
//!
//! Invariant: no content of a file makes this module panic; where a library does, the file counts as damaged.

mod aac_config;
mod aiff;
mod coded;
mod gapless;
mod limits;
mod mp4_boxes;
mod ogg_pages;
mod open_coded;
mod pcm_file;
mod trim;
mod wave;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use self::coded::CodedFile;
pub use self::limits::Limits;
use self::pcm_file::PcmFile;
use crate::error::MediaError;
use crate::manifest::SourceDescription;
use crate::pcm::{Fidelity, PcmBlock, PcmFormat};
use crate::sniff::{Container, Located, locate};

/// Samples of one channel that a block has at most.
pub const MAX_BLOCK_SAMPLES: usize = 65_536;

/// A file that is being decoded from its beginning to its end.
pub struct Decoder {
    input: Input,
    source: SourceDescription,
    limits: Limits,
    samples: u64,
    is_over: bool,
}

/// Where the samples come from.
enum Input {
    Plain(PcmFile),
    Coded(Box<CodedFile>),
}

impl Decoder {
    /// Opens a file, whatever its name, and reads as far as its sound begins.
    ///
    /// # Errors
    /// [`MediaError::Empty`], [`MediaError::NotAudio`]; [`MediaError::Unsupported`] for what would be decoded wrong
    /// (HE-AAC, more than two channels of AAC or Opus); [`MediaError::Damaged`], [`MediaError::BeyondLimit`],
    /// [`MediaError::Io`].
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, MediaError> {
        let mut file = File::open(path).map_err(|source| MediaError::io(path, source))?;
        let located = locate(&mut file, path)?;
        let container = located.container;
        let (input, codec) = without_panic(|| open_input(file, path, &located))?;
        let source = SourceDescription {
            container: container.name().to_owned(),
            codec: codec.to_owned(),
            format: input.format(),
        };
        limits.check_format(source.format)?;
        let decoder = Self { input, source, limits: limits.clone(), samples: 0, is_over: false };
        if let Input::Plain(plain) = &decoder.input {
            limits.check_samples(plain.format(), plain.samples())?;
        }
        Ok(decoder)
    }

    /// Rate, channels and depth, the same for all blocks.
    pub fn format(&self) -> PcmFormat {
        self.source.format
    }

    /// What kind of file it is.
    pub fn source(&self) -> &SourceDescription {
        &self.source
    }

    /// Samples of one channel that the file promises, once priming and padding are cut off. Good for showing
    /// progress; what is decoded may be less or more.
    pub fn expected_samples(&self) -> Option<u64> {
        match &self.input {
            Input::Plain(plain) => Some(plain.samples()),
            Input::Coded(coded) => coded.declared_samples(),
        }
    }

    /// Damaged packets of a lossy file that were replaced by silence so far.
    pub fn damaged_packets(&self) -> u64 {
        match &self.input {
            Input::Plain(_) => 0,
            Input::Coded(coded) => coded.damaged_packets(),
        }
    }

    /// The next samples, between one and [`MAX_BLOCK_SAMPLES`] of each channel; none at the end.
    ///
    /// # Errors
    /// [`MediaError::Silent`] when the end comes before the first sample; [`MediaError::Damaged`] when a lossless file
    /// is not whole or too much of a lossy one is broken; [`MediaError::Unsupported`], [`MediaError::BeyondLimit`],
    /// [`MediaError::Io`]. After an error the end follows.
    pub fn next_block(&mut self) -> Result<Option<PcmBlock>, MediaError> {
        if self.is_over {
            return Ok(None);
        }
        let next = self.next_checked();
        self.is_over = !matches!(next, Ok(Some(_)));
        next
    }

    fn next_checked(&mut self) -> Result<Option<PcmBlock>, MediaError> {
        let block = match &mut self.input {
            Input::Plain(plain) => plain.next_block()?,
            Input::Coded(coded) => {
                let block = without_panic(|| coded.next_block())?;
                self.limits.check_samples(self.source.format, coded.decoded_samples())?;
                block
            }
        };
        let Some(mut block) = block else {
            return if self.samples == 0 { Err(MediaError::Silent) } else { Ok(None) };
        };
        self.samples += block.len() as u64;
        if matches!(self.source.format.fidelity, Fidelity::Lossy) {
            drop_non_numbers(&mut block);
        }
        Ok(Some(block))
    }
}

impl Input {
    fn format(&self) -> PcmFormat {
        match self {
            Self::Plain(plain) => plain.format(),
            Self::Coded(coded) => coded.format(),
        }
    }
}

fn open_input(mut file: File, path: &Path, located: &Located) -> Result<(Input, &'static str), MediaError> {
    let layout = match located.container {
        Container::Wav => Some(wave::read_layout(&mut file)?),
        Container::Aiff => Some(aiff::read_layout(&mut file)?),
        _ => None,
    };
    if let Some(layout) = layout {
        return Ok((Input::Plain(PcmFile::open(file, path, layout)?), "pcm"));
    }
    let opened = open_coded::open(file, path, located)?;
    Ok((Input::Coded(Box::new(CodedFile::new(opened.stream))), opened.codec))
}

/// Runs code of decoding libraries, which may panic on files that were made to hurt.
fn without_panic<T>(run: impl FnOnce() -> Result<T, MediaError>) -> Result<T, MediaError> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err(MediaError::damaged("its content contradicts itself")))
}

/// Floating-point files and broken packets may hold what is no number.
fn drop_non_numbers(block: &mut PcmBlock) {
    for sample in block.planes.iter_mut().flatten() {
        if !sample.is_finite() {
            *sample = 0.0;
        }
    }
}
