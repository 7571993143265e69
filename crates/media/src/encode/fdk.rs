//! A thin safe binding to the AAC encoder of fdk-aac: one encoder, AAC-LC, constant bit rate, raw packets.
//!
//! Priming, padding and the number of packets belong to `aac`. Nothing here sees a file: only samples go in.
//!
//! Invariant: this is the one module of the crate with unsafe code. The C library gets pointers into buffers
//! that outlive the call, with their true sizes, and never keeps one.
#![expect(unsafe_code, reason = "calls the C functions of fdk-aac; every block says why it is sound")]

use std::ffi::c_void;
use std::ptr;

use fdk_aac_sys as sys;

use crate::error::MediaError;

/// Samples of one channel in a packet of AAC-LC (ISO/IEC 14496-3).
pub(crate) const AAC_FRAME_SAMPLES: u32 = 1024;

/// How hard the encoder looks for a better use of its bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AacEffort {
    /// Without fdk-aac's afterburner: some two and a half times as fast, a difference in quality that is hard to hear.
    #[default]
    Fast,
    /// With the afterburner (analysis by synthesis).
    Thorough,
}

/// What an encoder is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AacConfig {
    /// Samples a second of one channel, in Hz.
    pub sample_rate_hz: u32,
    /// 1 or 2.
    pub channels: u16,
    /// Constant bit rate of all channels together, in bit/s.
    pub bits_per_second: u32,
    /// Speed against quality.
    pub effort: AacEffort,
}

/// An AAC-LC encoder.
#[derive(Debug)]
pub(crate) struct AacEncoder {
    /// Invariant: a live handle from `aacEncOpen`, closed once, by `drop`.
    handle: sys::HANDLE_AACENCODER,
    specific_config: Vec<u8>,
    delay_samples: u32,
    output: Vec<u8>,
}

impl AacEncoder {
    /// Opens and configures an encoder.
    ///
    /// Fails with [`MediaError::Encoder`] when fdk-aac knows no such rate, channels or bit rate.
    pub(crate) fn open(config: &AacConfig) -> Result<Self, MediaError> {
        let mut handle: sys::HANDLE_AACENCODER = ptr::null_mut();
        // SAFETY: `handle` is a valid place for the library to store the handle in.
        let code = unsafe { sys::aacEncOpen(&raw mut handle, MODULE_AAC, u32::from(config.channels)) };
        check(code, "opening")?;
        let mut encoder = Self { handle, specific_config: Vec::new(), delay_samples: 0, output: Vec::new() };
        encoder.configure(config)?;
        Ok(encoder)
    }

    /// The `AudioSpecificConfig` (ISO/IEC 14496-3) that a decoder needs before the first packet.
    pub(crate) fn specific_config(&self) -> &[u8] {
        &self.specific_config
    }

    /// How many samples of one channel the decoded sound comes later than what was put in.
    pub(crate) fn delay_samples(&self) -> u32 {
        self.delay_samples
    }

    /// Encodes interleaved samples of any number; calls `emit` for each packet that gets complete.
    pub(crate) fn encode(
        &mut self,
        interleaved: &[i16],
        emit: &mut dyn FnMut(&[u8]) -> Result<(), MediaError>,
    ) -> Result<(), MediaError> {
        let mut rest = interleaved;
        while !rest.is_empty() {
            let count = i32::try_from(rest.len()).unwrap_or(i32::MAX);
            let Step::Done { consumed, packet_bytes } = self.step(rest, count)? else {
                return Err(encoder_error("fdk-aac ended before its input did"));
            };
            if consumed == 0 && packet_bytes == 0 {
                return Err(encoder_error("fdk-aac takes no more samples"));
            }
            if packet_bytes > 0 {
                emit(&self.output[..packet_bytes])?;
            }
            rest = &rest[consumed.min(rest.len())..];
        }
        Ok(())
    }

    /// Empties the delay lines; calls `emit` for each packet that is left.
    pub(crate) fn finish(mut self, emit: &mut dyn FnMut(&[u8]) -> Result<(), MediaError>) -> Result<(), MediaError> {
        while let Step::Done { packet_bytes, .. } = self.step(&[], FLUSH)? {
            if packet_bytes == 0 {
                break;
            }
            emit(&self.output[..packet_bytes])?;
        }
        Ok(())
    }

    fn configure(&mut self, config: &AacConfig) -> Result<(), MediaError> {
        let afterburner = match config.effort {
            AacEffort::Fast => 0,
            AacEffort::Thorough => 1,
        };
        let parameters = [
            (sys::AACENC_PARAM_AACENC_AOT, OBJECT_TYPE_AAC_LC),
            (sys::AACENC_PARAM_AACENC_SAMPLERATE, config.sample_rate_hz),
            (sys::AACENC_PARAM_AACENC_CHANNELMODE, u32::from(config.channels)),
            (sys::AACENC_PARAM_AACENC_CHANNELORDER, CHANNEL_ORDER_WAVE),
            (sys::AACENC_PARAM_AACENC_BITRATEMODE, BIT_RATE_MODE_CONSTANT),
            (sys::AACENC_PARAM_AACENC_BITRATE, config.bits_per_second),
            (sys::AACENC_PARAM_AACENC_TRANSMUX, TRANSPORT_RAW),
            (sys::AACENC_PARAM_AACENC_AFTERBURNER, afterburner),
        ];
        for (parameter, value) in parameters {
            // SAFETY: the handle is live.
            let code = unsafe { sys::aacEncoder_SetParam(self.handle, parameter, value) };
            check(code, "configuring")?;
        }
        // SAFETY: the handle is live; null descriptors ask for initialisation alone, as the library documents.
        let code = unsafe { sys::aacEncEncode(self.handle, ptr::null(), ptr::null(), ptr::null(), ptr::null_mut()) };
        check(code, "initialising")?;
        self.read_info()
    }

    fn read_info(&mut self) -> Result<(), MediaError> {
        // SAFETY: a structure of integers and an array of bytes, for which all zeros is a valid value.
        let mut info: sys::AACENC_InfoStruct = unsafe { std::mem::zeroed() };
        // SAFETY: the handle is live and `info` is a valid place to write to.
        let code = unsafe { sys::aacEncInfo(self.handle, &raw mut info) };
        check(code, "describing")?;
        if info.frameLength != AAC_FRAME_SAMPLES {
            return Err(encoder_error("fdk-aac chose an unexpected frame length"));
        }
        let config_bytes = usize::try_from(info.confSize).unwrap_or(usize::MAX).min(info.confBuf.len());
        self.specific_config = info.confBuf[..config_bytes].to_vec();
        self.delay_samples = info.nDelay;
        self.output = vec![0; usize::try_from(info.maxOutBufBytes).unwrap_or(0).max(LEAST_OUTPUT_BYTES)];
        Ok(())
    }

    /// One call of the encoder: `count` samples of `input`, or [`FLUSH`] with an empty one.
    fn step(&mut self, input: &[i16], count: i32) -> Result<Step, MediaError> {
        let mut input_pointer = input.as_ptr().cast_mut().cast::<c_void>();
        let mut input_kind = sys::AACENC_BufferIdentifier_IN_AUDIO_DATA.cast_signed();
        let mut input_bytes = i32::try_from(size_of_val(input)).unwrap_or(i32::MAX);
        let mut input_sample_bytes = SAMPLE_BYTES;
        let input_buffers = sys::AACENC_BufDesc {
            numBufs: 1,
            bufs: &raw mut input_pointer,
            bufferIdentifiers: &raw mut input_kind,
            bufSizes: &raw mut input_bytes,
            bufElSizes: &raw mut input_sample_bytes,
        };
        let mut output_pointer = self.output.as_mut_ptr().cast::<c_void>();
        let mut output_kind = sys::AACENC_BufferIdentifier_OUT_BITSTREAM_DATA.cast_signed();
        let mut output_bytes = i32::try_from(self.output.len()).unwrap_or(i32::MAX);
        let mut output_element_bytes = 1;
        let output_buffers = sys::AACENC_BufDesc {
            numBufs: 1,
            bufs: &raw mut output_pointer,
            bufferIdentifiers: &raw mut output_kind,
            bufSizes: &raw mut output_bytes,
            bufElSizes: &raw mut output_element_bytes,
        };
        let arguments = sys::AACENC_InArgs { numInSamples: count, numAncBytes: 0 };
        let mut result = sys::AACENC_OutArgs { numOutBytes: 0, numInSamples: 0, numAncBytes: 0, bitResState: 0 };
        // SAFETY: the handle is live. Both descriptors point at locals and buffers that outlive the call, with their
        // true sizes in bytes; `count` is at most the samples in `input`, which the library only reads.
        let code = unsafe {
            sys::aacEncEncode(
                self.handle,
                &raw const input_buffers,
                &raw const output_buffers,
                &raw const arguments,
                &raw mut result,
            )
        };
        if code == sys::AACENC_ERROR_AACENC_ENCODE_EOF {
            return Ok(Step::Ended);
        }
        check(code, "encoding")?;
        Ok(Step::Done {
            consumed: usize::try_from(result.numInSamples).unwrap_or(0),
            packet_bytes: usize::try_from(result.numOutBytes).unwrap_or(0).min(self.output.len()),
        })
    }
}

impl Drop for AacEncoder {
    fn drop(&mut self) {
        // SAFETY: the handle is live and is not used again; the library frees it and nulls the pointer.
        // Its code says only whether the handle was valid, which it is.
        let _ = unsafe { sys::aacEncClose(&raw mut self.handle) };
    }
}

/// What one call of the encoder did.
enum Step {
    /// Took `consumed` samples of all channels and made a packet of `packet_bytes`, 0 for none.
    Done { consumed: usize, packet_bytes: usize },
    /// The delay lines are empty.
    Ended,
}

/// `encModules` of `aacEncOpen`: the AAC core without SBR, parametric stereo, surround and metadata.
const MODULE_AAC: u32 = 0x01;
/// Audio object type of AAC-LC.
const OBJECT_TYPE_AAC_LC: u32 = 2;
/// Channels in the order of the WAVE format.
const CHANNEL_ORDER_WAVE: u32 = 1;
const BIT_RATE_MODE_CONSTANT: u32 = 0;
/// Packets without any transport header.
const TRANSPORT_RAW: u32 = 0;
/// `numInSamples` that asks for what is left in the delay lines.
const FLUSH: i32 = -1;
const SAMPLE_BYTES: i32 = 2;
/// A packet of one channel has at most 6144 bits (ISO/IEC 14496-3, 4.5.3.3).
const LEAST_OUTPUT_BYTES: usize = 2 * 6144 / 8;

fn check(code: sys::AACENC_ERROR, doing: &str) -> Result<(), MediaError> {
    if code == sys::AACENC_ERROR_AACENC_OK {
        Ok(())
    } else {
        Err(encoder_error(&format!("fdk-aac, {doing}: error 0x{code:02x}")))
    }
}

fn encoder_error(what: &str) -> MediaError {
    MediaError::Encoder { what: what.to_owned() }
}
