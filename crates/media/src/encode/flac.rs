//! FLAC frames, one at a time, and the STREAMINFO block that describes them all (RFC 9639).
//!
//! How frames become samples of an MP4 file belongs to `package`.

use std::cell::RefCell;
use std::io::{self, Seek, SeekFrom, Write};
use std::rc::Rc;

use flac_codec::encode::{FlacChannelWriter, Options};

use super::PacketSink;
use crate::error::MediaError;
use crate::pcm::PcmBlock;

/// Samples of one channel in every frame but the last.
pub(crate) const FLAC_BLOCK_SAMPLES: u32 = 4096;

/// What the STREAMINFO metadata block says (RFC 9639, 8.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FlacStreamInfo {
    /// Size of the smallest frame in bytes.
    pub smallest_frame_bytes: u32,
    /// Size of the largest frame in bytes.
    pub largest_frame_bytes: u32,
    /// Samples of one channel.
    pub samples: u64,
    /// MD5 of the samples, little-endian and interleaved.
    pub md5: [u8; 16],
}

/// A lossless encoder; frames come out as soon as they are complete.
pub(crate) struct FlacEncoder {
    writer: FlacChannelWriter<FrameBuffer>,
    buffer: FrameBuffer,
    /// What turns a sample of a block into the integer it stands for.
    scale: f32,
    /// Samples of one channel that wait for their frame to fill.
    waiting: u32,
    planes: Vec<Vec<i32>>,
}

impl FlacEncoder {
    /// An encoder for 1 to 8 channels of `bits_per_sample` (8 to 24) at `sample_rate_hz`.
    pub(crate) fn open(sample_rate_hz: u32, channels: u16, bits_per_sample: u8) -> Result<Self, MediaError> {
        let options = Options::default()
            .no_padding()
            .no_seektable()
            .fast_channel_correlation(true)
            .block_size(u16::try_from(FLAC_BLOCK_SAMPLES).expect("the block size fits FLAC's 16 bits"))
            .map_err(|error| encoder_error(&error))?;
        let buffer = FrameBuffer::default();
        let channel_count = u8::try_from(channels).map_err(|error| encoder_error(&error))?;
        let bits = u32::from(bits_per_sample);
        let writer = FlacChannelWriter::new(buffer.clone(), options, sample_rate_hz, bits, channel_count, None)
            .map_err(|error| encoder_error(&error))?;
        // What came so far is a preliminary header; the true one comes at the end.
        buffer.state.borrow_mut().target = Target::Frames;
        let planes = vec![Vec::new(); usize::from(channels)];
        let scale = f32::from(2_u16).powi(i32::from(bits_per_sample) - 1);
        Ok(Self { writer, buffer, scale, waiting: 0, planes })
    }

    /// Encodes a block of any length.
    ///
    /// Exact for blocks that keep the invariant of [`PcmBlock`] at the encoder's depth.
    pub(crate) fn push(&mut self, block: &PcmBlock, sink: &mut PacketSink<'_>) -> Result<(), MediaError> {
        let mut start = 0;
        while start < block.len() {
            let room = (FLAC_BLOCK_SAMPLES - self.waiting) as usize;
            let end = block.len().min(start + room);
            self.write(block, start, end)?;
            self.waiting += u32::try_from(end - start).expect("at most one FLAC block is written at a time");
            if self.waiting == FLAC_BLOCK_SAMPLES {
                self.buffer.take_frame(|frame| sink(frame, FLAC_BLOCK_SAMPLES))?;
                self.waiting = 0;
            }
            start = end;
        }
        Ok(())
    }

    /// Encodes what is left as a shorter frame and describes the whole.
    pub(crate) fn finish(self, sink: &mut PacketSink<'_>) -> Result<FlacStreamInfo, MediaError> {
        self.writer.finalize().map_err(|error| encoder_error(&error))?;
        if self.waiting > 0 {
            self.buffer.take_frame(|frame| sink(frame, self.waiting))?;
        }
        self.buffer.stream_info()
    }

    fn write(&mut self, block: &PcmBlock, start: usize, end: usize) -> Result<(), MediaError> {
        for (plane, samples) in self.planes.iter_mut().zip(&block.planes) {
            plane.clear();
            plane.extend(samples[start..end].iter().map(|sample| to_integer(*sample, self.scale)));
        }
        self.writer.write(&self.planes).map_err(|error| encoder_error(&error))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a sample times its scale is an integer of at most 24 bits")]
fn to_integer(sample: f32, scale: f32) -> i32 {
    (sample * scale) as i32
}

fn encoder_error(error: &dyn std::error::Error) -> MediaError {
    MediaError::Encoder { what: format!("FLAC: {error}") }
}

/// Where the encoder writes: frames to one buffer, the header, which it writes first and again at the end, to another.
#[derive(Debug, Clone, Default)]
struct FrameBuffer {
    state: Rc<RefCell<FrameBufferState>>,
}

#[derive(Debug, Default)]
struct FrameBufferState {
    target: Target,
    header: Vec<u8>,
    frame: Vec<u8>,
}

#[derive(Debug, Default)]
enum Target {
    #[default]
    Header,
    Frames,
}

impl FrameBuffer {
    fn take_frame(&self, emit: impl FnOnce(&[u8]) -> Result<(), MediaError>) -> Result<(), MediaError> {
        let mut frame = std::mem::take(&mut self.state.borrow_mut().frame);
        emit(&frame)?;
        frame.clear();
        self.state.borrow_mut().frame = frame;
        Ok(())
    }

    fn stream_info(&self) -> Result<FlacStreamInfo, MediaError> {
        // "fLaC", the head of the first metadata block, and the 34 bytes of STREAMINFO.
        const HEAD_BYTES: usize = 8;
        let state = self.state.borrow();
        let Some(body) = state.header.get(HEAD_BYTES..HEAD_BYTES + 34) else {
            return Err(MediaError::Encoder { what: "FLAC: no STREAMINFO was written".to_owned() });
        };
        let number =
            |range: std::ops::Range<usize>| body[range].iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        let size = |range| u32::try_from(number(range)).expect("three bytes fit 32 bits");
        Ok(FlacStreamInfo {
            smallest_frame_bytes: size(4..7),
            largest_frame_bytes: size(7..10),
            samples: number(10..18) & ((1 << 36) - 1),
            md5: body[18..34].try_into().expect("the range is 16 bytes long"),
        })
    }
}

impl Write for FrameBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.state.borrow_mut();
        match state.target {
            Target::Header => state.header.extend_from_slice(bytes),
            Target::Frames => state.frame.extend_from_slice(bytes),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for FrameBuffer {
    /// Only the beginning can be sought: the encoder goes back there to write the final header.
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        match position {
            SeekFrom::Start(0) => {
                let mut state = self.state.borrow_mut();
                state.target = Target::Header;
                state.header.clear();
                Ok(0)
            }
            SeekFrom::Current(0) => Ok(0),
            _ => Err(io::Error::from(io::ErrorKind::Unsupported)),
        }
    }
}

#[cfg(test)]
mod tests {
    use md5::{Digest, Md5};

    use super::*;

    #[test]
    fn depths_that_are_no_whole_bytes_are_kept() {
        for bits_per_sample in [9, 12, 13, 20, 23] {
            let top = 1 << (bits_per_sample - 1);
            let samples: Vec<i32> = (0..5_000).map(|n| (n * 7_919) % (2 * top) - top).collect();
            let mut digest = Md5::new();
            for sample in &samples {
                digest.update(&sample.to_le_bytes()[..usize::from(bits_per_sample).div_ceil(8)]);
            }
            let scale = f32::from(2_u16).powi(1 - i32::from(bits_per_sample));
            #[expect(clippy::cast_precision_loss, reason = "24 bits fit")]
            let plane = samples.iter().map(|sample| *sample as f32 * scale).collect();

            let mut lengths = Vec::new();
            let mut sink = |_: &[u8], samples| {
                lengths.push(samples);
                Ok(())
            };
            let mut encoder = FlacEncoder::open(44_100, 1, bits_per_sample).unwrap();
            encoder.push(&PcmBlock { planes: vec![plane] }, &mut sink).unwrap();
            let info = encoder.finish(&mut sink).unwrap();

            assert_eq!(lengths, [4_096, 904]);
            assert_eq!(info.samples, 5_000);
            assert_eq!(info.md5, <[u8; 16]>::from(digest.finalize()), "{bits_per_sample} bits");
        }
    }
}
