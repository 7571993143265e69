//! Decodes FLAC, ALAC, AAC, MP3, Vorbis and Opus out of their containers, packet by packet.
//!
//! Which samples are priming is decided in `gapless`; plain samples are read by `pcm_file`.

use std::io;
use std::path::PathBuf;

use symphonia::core::audio::{Audio, GenericAudioBufferRef};
use symphonia::core::codecs::audio::AudioDecoder;
use symphonia::core::errors::Error as DecodeError;
use symphonia::core::formats::FormatReader;
use symphonia::core::packet::{Packet, PacketRef};

use super::MAX_BLOCK_SAMPLES;
use super::trim::Trim;
use crate::error::MediaError;
use crate::pcm::{Fidelity, PcmBlock, PcmFormat};

/// Packets in a row that may bring no sound before the file counts as damaged.
const MAX_BARREN_PACKETS: u32 = 100_000;

/// Damaged packets that every lossy file may have; beyond, they must stay under one in [`MAX_DAMAGED_SHARE`].
const FREE_DAMAGED_PACKETS: u64 = 2;
const MAX_DAMAGED_SHARE: u64 = 20;

/// Everything that is known about a coded stream before its first packet is decoded.
pub(super) struct CodedStream {
    /// The file, for messages.
    pub(super) path: PathBuf,
    /// Gives the packets.
    pub(super) reader: Box<dyn FormatReader>,
    /// Decodes them.
    pub(super) decoder: Box<dyn AudioDecoder>,
    /// The track whose packets are decoded.
    pub(super) track_id: u32,
    /// Rate, channels and depth that every packet must have.
    pub(super) format: PcmFormat,
    /// What is cut off.
    pub(super) trim: Trim,
    /// Samples that the container declares, after trimming.
    pub(super) declared_samples: Option<u64>,
    /// Samples of a packet where its own duration cannot be relied on.
    pub(super) packet_samples: Option<u64>,
    /// Factor on every sample, where there is one (the output gain of Opus, RFC 7845, 5.1).
    pub(super) gain: Option<f32>,
}

/// A coded stream that is being decoded.
pub(super) struct CodedFile {
    stream: CodedStream,
    packets: u64,
    damaged_packets: u64,
    decoded_samples: u64,
    kept_samples: u64,
}

/// What became of one packet.
enum Outcome {
    /// Samples, before trimming.
    Sound(PcmBlock),
    /// The packet cannot be decoded, or not to this format.
    Broken(&'static str),
}

impl CodedFile {
    /// Starts decoding.
    pub(super) fn new(stream: CodedStream) -> Self {
        Self { stream, packets: 0, damaged_packets: 0, decoded_samples: 0, kept_samples: 0 }
    }

    /// Rate, channels and depth.
    pub(super) fn format(&self) -> PcmFormat {
        self.stream.format
    }

    /// Packets that were replaced by silence so far.
    pub(super) fn damaged_packets(&self) -> u64 {
        self.damaged_packets
    }

    /// Samples of one channel that were decoded so far, with those that were cut off.
    pub(super) fn decoded_samples(&self) -> u64 {
        self.decoded_samples
    }

    /// Samples of one channel that the container declares, after trimming.
    pub(super) fn declared_samples(&self) -> Option<u64> {
        self.stream.declared_samples
    }

    /// The next samples; none at the end.
    pub(super) fn next_block(&mut self) -> Result<Option<PcmBlock>, MediaError> {
        let mut barren_packets = 0;
        while !self.stream.trim.is_over() {
            let Some(packet) = self.next_packet()? else { break };
            let mut block = self.decode(&packet)?.unwrap_or_default();
            self.decoded_samples += block.len() as u64;
            self.stream.trim.apply(&mut block);
            self.kept_samples += block.len() as u64;
            if !block.is_empty() {
                return Ok(Some(block));
            }
            barren_packets += 1;
            if barren_packets > MAX_BARREN_PACKETS {
                return Err(MediaError::damaged("it goes on without any sound"));
            }
        }
        self.read_to_end()?;
        self.check_whole()?;
        Ok(None)
    }

    /// Passes over what lies behind the last sample that is kept, where another recording may hide.
    fn read_to_end(&mut self) -> Result<(), MediaError> {
        for _ in 0..MAX_BARREN_PACKETS {
            if self.next_packet()?.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// The next packet of any track; none where the file ends.
    fn next_packet(&mut self) -> Result<Option<Packet>, MediaError> {
        let error = match self.stream.reader.next_packet() {
            Ok(packet) => return Ok(packet),
            Err(error) => error,
        };
        match error {
            DecodeError::ResetRequired => Err(MediaError::unsupported(
                "several recordings follow each other in one file; please upload them one by one",
            )),
            DecodeError::IoError(source) if is_from_the_system(&source) => {
                Err(MediaError::io(&self.stream.path, source))
            }
            _ if self.decoded_samples == 0 => Err(MediaError::damaged("it breaks off before its sound begins")),
            // A lossy file that breaks off still plays up to there; `check_whole` judges the lossless ones.
            _ if self.is_lossless() && self.stream.declared_samples.is_none() => {
                Err(MediaError::damaged("it is cut off"))
            }
            _ => Ok(None),
        }
    }

    /// Decodes a packet of the wanted track; nothing for others. What is broken becomes silence in lossy files.
    fn decode(&mut self, packet: &Packet) -> Result<Option<PcmBlock>, MediaError> {
        if packet.track_id != self.stream.track_id {
            return Ok(None);
        }
        self.packets += 1;
        let outcome = decode_packet(&mut self.stream, packet)?;
        match outcome {
            Outcome::Sound(block) => Ok(Some(block)),
            Outcome::Broken(what) if self.is_lossless() => Err(MediaError::damaged(what)),
            Outcome::Broken(_) => {
                self.damaged_packets += 1;
                let samples = self.stream.packet_samples.unwrap_or_else(|| packet.block_dur().get());
                let samples = usize::try_from(samples).unwrap_or(usize::MAX).min(MAX_BLOCK_SAMPLES);
                let silence = vec![0.0; samples];
                Ok(Some(PcmBlock { planes: vec![silence; usize::from(self.stream.format.channels)] }))
            }
        }
    }

    fn is_lossless(&self) -> bool {
        matches!(self.stream.format.fidelity, Fidelity::Lossless { .. })
    }

    /// Judges at the end whether enough of the file was whole.
    fn check_whole(&mut self) -> Result<(), MediaError> {
        let (damaged, packets) = (self.damaged_packets, self.packets);
        if damaged > FREE_DAMAGED_PACKETS && damaged * MAX_DAMAGED_SHARE > packets || damaged > 0 && damaged == packets
        {
            return Err(MediaError::damaged(format!("{damaged} of its {packets} pieces of sound are broken")));
        }
        if !self.is_lossless() {
            return Ok(());
        }
        let kept = self.kept_samples;
        if let Some(declared) = self.stream.declared_samples.filter(|declared| kept < *declared) {
            return Err(MediaError::damaged(format!("it is cut off: {kept} of {declared} samples are there")));
        }
        if self.stream.decoder.finalize().verify_ok == Some(false) {
            return Err(MediaError::damaged("its own checksum says that the sound was changed"));
        }
        Ok(())
    }
}

/// True for failures of the disk; what the demuxer makes up about broken files has no system error number.
pub(super) fn is_from_the_system(error: &io::Error) -> bool {
    error.raw_os_error().is_some()
}

/// Decodes one packet to planes.
fn decode_packet(stream: &mut CodedStream, packet: &Packet) -> Result<Outcome, MediaError> {
    // Trimming is ours: the decoders are told of none.
    let whole = PacketRef::new(packet.track_id, packet.pts, packet.block_dur(), &packet.data);
    let decoded = match stream.decoder.decode_ref(&whole) {
        Ok(decoded) => decoded,
        Err(DecodeError::ResetRequired) => return Ok(Outcome::Broken("its format changes in the middle")),
        Err(DecodeError::LimitError(what)) => return Err(MediaError::damaged(what)),
        Err(_) => return Ok(Outcome::Broken("a piece of its sound cannot be decoded")),
    };
    let spec = decoded.spec();
    let is_same = spec.rate() == stream.format.sample_rate_hz
        && spec.channels().count() == usize::from(stream.format.channels)
        && decoded.frames() <= MAX_BLOCK_SAMPLES;
    if !is_same && decoded.frames() > 0 {
        return Ok(Outcome::Broken("its rate or its channels change in the middle"));
    }
    let mut block = to_block(&decoded);
    if let Some(gain) = stream.gain {
        block.planes.iter_mut().flatten().for_each(|sample| *sample *= gain);
    }
    Ok(Outcome::Sound(block))
}

/// Copies decoded samples. Integers are left-aligned in 32 bits, so that up to 24 of them fit exactly.
fn to_block(decoded: &GenericAudioBufferRef<'_>) -> PcmBlock {
    let planes = match decoded {
        GenericAudioBufferRef::S32(buffer) => {
            buffer.iter_planes().map(|plane| plane.iter().map(|sample| to_unit(*sample)).collect()).collect()
        }
        GenericAudioBufferRef::F32(buffer) => buffer.iter_planes().map(<[f32]>::to_vec).collect(),
        other => {
            let mut planes = Vec::new();
            other.copy_to_vecs_planar(&mut planes);
            planes
        }
    };
    PcmBlock { planes }
}

#[expect(clippy::cast_precision_loss, reason = "at most the 24 highest bits are set in lossless sources")]
fn to_unit(sample: i32) -> f32 {
    sample as f32 / 2_147_483_648.0
}
