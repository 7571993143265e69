//! Plain samples in a file, as WAVE and AIFF hold them: reads them exactly.
//!
//! Where in the file they are and how they are stored is found out by `wave` and `aiff`.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::error::MediaError;
use crate::pcm::{Fidelity, PcmBlock, PcmFormat};

/// Samples of one channel in a block.
const BLOCK_SAMPLES: u64 = 8192;

/// How one sample is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Eight bits, 128 is silence.
    Unsigned8,
    /// Two's complement of 1 to 4 bytes.
    Signed {
        /// Order of the bytes.
        order: ByteOrder,
        /// Bytes a sample.
        bytes: usize,
    },
    /// IEEE 754, 4 or 8 bytes.
    Float {
        /// Order of the bytes.
        order: ByteOrder,
        /// Bytes a sample.
        bytes: usize,
    },
}

/// Order of the bytes of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByteOrder {
    /// Lowest byte first.
    Little,
    /// Highest byte first.
    Big,
}

impl Encoding {
    /// Bytes of one sample.
    pub(super) fn bytes(self) -> usize {
        match self {
            Self::Unsigned8 => 1,
            Self::Signed { bytes, .. } | Self::Float { bytes, .. } => bytes,
        }
    }

    /// The depth, where every sample fits a block exactly whatever its value.
    fn exact_bits(self) -> Option<u8> {
        match self {
            Self::Unsigned8 | Self::Signed { bytes: 1, .. } => Some(8),
            Self::Signed { bytes: 2, .. } => Some(16),
            Self::Signed { bytes: 3, .. } => Some(24),
            Self::Signed { .. } | Self::Float { .. } => None,
        }
    }

    /// One sample in the range -1.0 to 1.0. Exact but for 32-bit integers, which keep 53 bits all the same.
    fn sample(self, stored: &[u8]) -> f64 {
        match self {
            Self::Unsigned8 => (f64::from(stored[0]) - 128.0) / 128.0,
            Self::Signed { order, bytes } => {
                // The sample moves to the top of the word, so that its sign is the word's sign.
                let mut word = [0; 4];
                match order {
                    ByteOrder::Little => word[4 - bytes..].copy_from_slice(stored),
                    ByteOrder::Big => (0..bytes).for_each(|index| word[3 - index] = stored[index]),
                }
                f64::from(i32::from_le_bytes(word)) / 2_147_483_648.0
            }
            Self::Float { order, bytes } => {
                let mut word = [0; 8];
                match order {
                    ByteOrder::Little => word[..bytes].copy_from_slice(stored),
                    ByteOrder::Big => (0..bytes).for_each(|index| word[bytes - 1 - index] = stored[index]),
                }
                if bytes == 8 {
                    f64::from_le_bytes(word)
                } else {
                    f64::from(f32::from_le_bytes([word[0], word[1], word[2], word[3]]))
                }
            }
        }
    }
}

/// What a header says about the samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PcmLayout {
    /// Rate in Hz.
    pub(super) sample_rate_hz: u32,
    /// Channels.
    pub(super) channels: u16,
    /// How one sample is stored.
    pub(super) encoding: Encoding,
    /// First byte of the first sample.
    pub(super) offset_bytes: u64,
    /// Samples of one channel, all of which the file holds.
    pub(super) samples: u64,
}

impl PcmLayout {
    /// Bytes of one sample of every channel.
    pub(super) fn frame_bytes(&self) -> u64 {
        self.encoding.bytes() as u64 * u64::from(self.channels)
    }
}

/// A file of plain samples that is being read.
pub(super) struct PcmFile {
    reader: BufReader<File>,
    path: PathBuf,
    layout: PcmLayout,
    format: PcmFormat,
    remaining_samples: u64,
    stored: Vec<u8>,
}

impl PcmFile {
    /// Starts reading at the first sample.
    ///
    /// Samples wider than 24 bits (32-bit integers, floating point) do not fit a block exactly. Where every one of
    /// them happens to be a 24-bit integer, as in files that were only saved in a wider form, the source is lossless
    /// with 24 bits; else it counts as lossy, because a lossless copy of it could not be made.
    pub(super) fn open(mut file: File, path: &Path, layout: PcmLayout) -> Result<Self, MediaError> {
        let fidelity = match layout.encoding.exact_bits() {
            Some(bits_per_sample) => Fidelity::Lossless { bits_per_sample },
            None if holds_24_bit_integers(&mut file, path, &layout)? => Fidelity::Lossless { bits_per_sample: 24 },
            None => Fidelity::Lossy,
        };
        file.seek(SeekFrom::Start(layout.offset_bytes)).map_err(|source| MediaError::io(path, source))?;
        let format = PcmFormat { sample_rate_hz: layout.sample_rate_hz, channels: layout.channels, fidelity };
        let reader = BufReader::with_capacity(256 * 1024, file);
        let remaining_samples = layout.samples;
        Ok(Self { reader, path: path.to_owned(), layout, format, remaining_samples, stored: Vec::new() })
    }

    /// Rate, channels and depth.
    pub(super) fn format(&self) -> PcmFormat {
        self.format
    }

    /// Samples of one channel from the beginning.
    pub(super) fn samples(&self) -> u64 {
        self.layout.samples
    }

    /// The next samples; none at the end.
    pub(super) fn next_block(&mut self) -> Result<Option<PcmBlock>, MediaError> {
        if self.remaining_samples == 0 {
            return Ok(None);
        }
        let samples = self.remaining_samples.min(BLOCK_SAMPLES);
        read_stored(&mut self.reader, &self.path, &self.layout, samples, &mut self.stored)?;
        self.remaining_samples -= samples;
        Ok(Some(to_block(&self.layout, &self.stored)))
    }
}

/// Reads the stored bytes of `samples` samples of every channel.
fn read_stored(
    reader: &mut impl Read,
    path: &Path,
    layout: &PcmLayout,
    samples: u64,
    stored: &mut Vec<u8>,
) -> Result<(), MediaError> {
    let length = samples * layout.frame_bytes();
    stored.clear();
    reader.take(length).read_to_end(stored).map_err(|source| MediaError::io(path, source))?;
    if (stored.len() as u64) < length {
        return Err(MediaError::damaged("it ends before its last sample"));
    }
    Ok(())
}

/// Takes interleaved stored samples apart into planes.
fn to_block(layout: &PcmLayout, stored: &[u8]) -> PcmBlock {
    let bytes = layout.encoding.bytes();
    let channels = usize::from(layout.channels);
    let samples = stored.len() / (bytes * channels);
    let planes = (0..channels)
        .map(|channel| {
            let mut plane = Vec::with_capacity(samples);
            plane.extend(stored.chunks_exact(bytes * channels).map(|frame| {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "24 bits fit f32; wider samples are lossy by contract"
                )]
                let sample = layout.encoding.sample(&frame[channel * bytes..][..bytes]) as f32;
                sample
            }));
            plane
        })
        .collect();
    PcmBlock { planes }
}

/// True when every sample of a wide file is an integer of 24 bits. Stops at the first that is not.
fn holds_24_bit_integers(file: &mut File, path: &Path, layout: &PcmLayout) -> Result<bool, MediaError> {
    file.seek(SeekFrom::Start(layout.offset_bytes)).map_err(|source| MediaError::io(path, source))?;
    let mut reader = BufReader::with_capacity(256 * 1024, file);
    let mut stored = Vec::new();
    let mut remaining = layout.samples;
    while remaining > 0 {
        let samples = remaining.min(BLOCK_SAMPLES);
        read_stored(&mut reader, path, layout, samples, &mut stored)?;
        let is_exact = |sample: &[u8]| {
            let scaled = layout.encoding.sample(sample) * 8_388_608.0;
            scaled.fract().abs() < f64::MIN_POSITIVE && (-8_388_608.0..8_388_608.0).contains(&scaled)
        };
        if !stored.chunks_exact(layout.encoding.bytes()).all(is_exact) {
            return Ok(false);
        }
        remaining -= samples;
    }
    Ok(true)
}
