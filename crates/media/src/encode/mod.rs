//! Encoders: samples in, packets out, each knowing its delay, its padding and the header its container needs.
//!
//! Where samples come from belongs to `decode`; how packets lie in a file belongs to `package`; threads to `pipeline`.

mod aac;
mod fdk;
mod flac;

pub(crate) use aac::{AAC_PRIMING_SAMPLES, AacStream};
pub use fdk::AacEffort;
pub(crate) use fdk::{AAC_FRAME_SAMPLES, AacConfig};
pub(crate) use flac::{FLAC_BLOCK_SAMPLES, FlacEncoder, FlacStreamInfo};

use crate::error::MediaError;

/// Takes the packets of an encoder as they come out: its bytes and how many samples of one channel it stands for.
pub(crate) type PacketSink<'a> = dyn FnMut(&[u8], u32) -> Result<(), MediaError> + 'a;
