//! Opens FLAC, MP3, MP4 and Ogg: picks the track, checks what it is, and prepares its decoder.
//!
//! Packets are decoded by `coded`.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::well_known::{
    CODEC_ID_AAC, CODEC_ID_ALAC, CODEC_ID_FLAC, CODEC_ID_MP3, CODEC_ID_OPUS, CODEC_ID_VORBIS,
};
use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::codecs::registry::RegisterableAudioDecoder;
use symphonia::core::errors::Error as DecodeError;
use symphonia::core::formats::{FormatOptions, FormatReader, Track};
use symphonia::core::io::{MediaSource, MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::units::Duration;
use symphonia::default::codecs::{AacDecoder, AlacDecoder, FlacDecoder, MpaDecoder, VorbisDecoder};
use symphonia::default::formats::{FlacReader, IsoMp4Reader, MpaReader, OggReader};
use symphonia_adapter_libopus::OpusDecoder;

use super::coded::{CodedStream, is_from_the_system};
use super::mp4_boxes::{Movie, read_movie};
use super::ogg_pages::{Positions, read_positions};
use super::trim::Trim;
use super::{MAX_BLOCK_SAMPLES, aac_config, gapless};
use crate::error::MediaError;
use crate::pcm::{Fidelity, PcmFormat};
use crate::sniff::{Container, Located};

/// Samples of a packet of AAC-LC.
const AAC_PACKET_SAMPLES: u64 = 1024;

/// A stream that is ready, and the short name of its codec.
pub(super) struct OpenedStream {
    /// The stream.
    pub(super) stream: CodedStream,
    /// `flac`, `alac`, `aac`, `mp3`, `vorbis` or `opus`.
    pub(super) codec: &'static str,
}

/// Opens a file whose container is known and is none of plain samples.
pub(super) fn open(mut file: File, path: &Path, located: &Located) -> Result<OpenedStream, MediaError> {
    // Only MP4 has tables that must be looked at before the demuxer believes them.
    let movie = match located.container {
        Container::Mp4 => read_movie(&mut file)?,
        _ => Movie::default(),
    };
    let source = Behind::new(file, located.offset_bytes, movie.claimed_file_bytes)
        .map_err(|source| MediaError::io(path, source))?;
    let reader = open_reader(source, located.container).map_err(|error| explain(error, path))?;
    let tracks = reader.tracks();
    let found =
        tracks.iter().find_map(|track| audio_parameters(track).map(|parameters| (track.clone(), parameters.clone())));
    let (track, parameters) =
        found.ok_or_else(|| MediaError::unsupported("it has no sound track of a kind that Sillon knows"))?;
    let codec = codec_name(parameters.codec)
        .ok_or_else(|| MediaError::unsupported("its sound is coded in a way that Sillon does not know"))?;
    check_parameters(&parameters, &movie, track.id)?;
    let parameters = if codec == "opus" { without_head(parameters) } else { parameters };
    let decoder = open_decoder(codec, &parameters).map_err(|error| explain(error, path))?;
    let format = format_of(codec, decoder.codec_params(), &parameters)?;
    let head = opus_head(&track);
    let trim = match (located.container, codec) {
        (Container::Mp3, _) => gapless::mp3(&track),
        (Container::Ogg, "vorbis") => {
            let (positions, first_samples) = ogg_positions(path, located, &track, 3)?;
            gapless::vorbis(positions, first_samples)
        }
        (Container::Ogg, "opus") => {
            let (positions, first_samples) = ogg_positions(path, located, &track, 2)?;
            gapless::opus(positions, first_samples, head.priming)
        }
        (Container::Mp4, _) => {
            let total_ticks = track.duration.map(Duration::get).filter(|ticks| *ticks > 0);
            gapless::mp4(&movie, track.id, format.sample_rate_hz, total_ticks)?
        }
        _ => Trim::NONE,
    };
    let declared_samples = trim.keep.or(track.num_frames).filter(|samples| *samples > 0);
    let packet_samples = (codec == "aac").then_some(AAC_PACKET_SAMPLES);
    let stream = CodedStream {
        path: path.to_owned(),
        reader,
        decoder,
        track_id: track.id,
        format,
        trim,
        declared_samples,
        packet_samples,
        gain: head.gain,
    };
    Ok(OpenedStream { stream, codec })
}

fn open_reader(source: Behind, container: Container) -> Result<Box<dyn FormatReader>, DecodeError> {
    let stream = MediaSourceStream::new(Box::new(source), MediaSourceStreamOptions::default());
    let options = FormatOptions::default();
    match container {
        Container::Flac => Ok(Box::new(FlacReader::try_new(stream, options)?)),
        Container::Mp3 => Ok(Box::new(MpaReader::try_new(stream, options)?)),
        Container::Mp4 => Ok(Box::new(IsoMp4Reader::try_new(stream, options)?)),
        Container::Ogg => Ok(Box::new(OggReader::try_new(stream, options)?)),
        Container::Wav | Container::Aiff => Err(DecodeError::Unsupported("plain samples")),
    }
}

/// The positions that the pages of a stream give, and the samples of its packets up to the first of them.
fn ogg_positions(
    path: &Path,
    located: &Located,
    track: &Track,
    header_packets: usize,
) -> Result<(Option<Positions>, u64), MediaError> {
    let mut file = File::open(path).map_err(|source| MediaError::io(path, source))?;
    let positions = read_positions(&mut file, located.offset_bytes, track.id, header_packets)?;
    let Some(found) = positions else { return Ok((None, 0)) };
    let source = Behind::new(file, located.offset_bytes, 0).map_err(|source| MediaError::io(path, source))?;
    let mut reader = open_reader(source, located.container).map_err(|error| explain(error, path))?;
    let mut samples = 0;
    let mut packets = 0;
    while packets < found.packets_to_first {
        let Ok(Some(packet)) = reader.next_packet() else { break };
        if packet.track_id == track.id {
            // What the decoder of Vorbis drops of its first packet is marked as the start to trim.
            samples += packet.block_dur().get() - packet.trim_start.get().min(packet.block_dur().get());
            packets += 1;
        }
    }
    Ok((positions, samples))
}

fn audio_parameters(track: &Track) -> Option<&AudioCodecParameters> {
    match track.codec_params.as_ref()? {
        CodecParameters::Audio(parameters) => Some(parameters),
        _ => None,
    }
}

fn codec_name(id: AudioCodecId) -> Option<&'static str> {
    match id {
        CODEC_ID_FLAC => Some("flac"),
        CODEC_ID_ALAC => Some("alac"),
        CODEC_ID_AAC => Some("aac"),
        CODEC_ID_MP3 => Some("mp3"),
        CODEC_ID_VORBIS => Some("vorbis"),
        CODEC_ID_OPUS => Some("opus"),
        _ => None,
    }
}

/// Refuses what would be decoded wrong, or would make the decoder reserve memory without bound.
fn check_parameters(parameters: &AudioCodecParameters, movie: &Movie, track_id: u32) -> Result<(), MediaError> {
    let extra = parameters.extra_data.as_deref().unwrap_or_default();
    match parameters.codec {
        CODEC_ID_AAC => {
            let config = aac_config::parse(extra).ok_or_else(|| MediaError::damaged("its AAC has no configuration"))?;
            let track = movie.tracks.iter().find(|track| track.id == track_id);
            let claimed_rate_hz = track.map_or(0, |track| track.claimed_rate_hz);
            config.obstacle(claimed_rate_hz).map_or(Ok(()), |reason| Err(MediaError::unsupported(reason)))
        }
        CODEC_ID_ALAC => {
            let samples = extra.first_chunk().map_or(0, |length| u32::from_be_bytes(*length));
            let is_possible = samples > 0 && usize::try_from(samples).is_ok_and(|samples| samples <= MAX_BLOCK_SAMPLES);
            if is_possible { Ok(()) } else { Err(MediaError::damaged("its ALAC has no possible configuration")) }
        }
        CODEC_ID_OPUS if parameters.channels.as_ref().is_some_and(|channels| channels.count() > 2) => {
            Err(MediaError::unsupported(
                "it is Opus with more than two channels; please upload surround sound as WAV or FLAC",
            ))
        }
        _ => Ok(()),
    }
}

/// The Opus decoder would skip the priming by its head, and only within the first packet; skipping is ours.
fn without_head(parameters: AudioCodecParameters) -> AudioCodecParameters {
    AudioCodecParameters { extra_data: None, ..parameters }
}

fn open_decoder(codec: &str, parameters: &AudioCodecParameters) -> Result<Box<dyn AudioDecoder>, DecodeError> {
    let options = AudioDecoderOptions::default().verify(true);
    match codec {
        "flac" => FlacDecoder::try_registry_new(parameters, &options),
        "alac" => AlacDecoder::try_registry_new(parameters, &options),
        "aac" => AacDecoder::try_registry_new(parameters, &options),
        "mp3" => MpaDecoder::try_registry_new(parameters, &options),
        "vorbis" => VorbisDecoder::try_registry_new(parameters, &options),
        "opus" => OpusDecoder::try_registry_new(parameters, &options),
        _ => Err(DecodeError::Unsupported("codec")),
    }
}

/// Rate, channels and depth; what the decoder found out goes before what the container says.
fn format_of(
    codec: &str,
    decoder: &AudioCodecParameters,
    container: &AudioCodecParameters,
) -> Result<PcmFormat, MediaError> {
    let missing = || MediaError::damaged("it does not say its rate and its channels");
    let sample_rate_hz = decoder.sample_rate.or(container.sample_rate).ok_or_else(missing)?;
    let channels = decoder.channels.as_ref().or(container.channels.as_ref()).ok_or_else(missing)?;
    let channels = u16::try_from(channels.count()).map_err(|_| missing())?;
    let bits = match codec {
        // The container's field is often wrong; the decoder's configuration (byte 5: bit depth) is what counts.
        "alac" => container.extra_data.as_deref().and_then(|extra| extra.get(5)).map_or(32, |bits| u32::from(*bits)),
        _ => decoder.bits_per_sample.or(container.bits_per_sample).unwrap_or(32),
    };
    let fidelity = match (codec, u8::try_from(bits)) {
        // Narrower samples are held as those of 8 bits; wider ones do not fit exactly.
        ("flac" | "alac", Ok(bits @ ..=24)) => Fidelity::Lossless { bits_per_sample: bits.max(8) },
        _ => Fidelity::Lossy,
    };
    Ok(PcmFormat { sample_rate_hz, channels, fidelity })
}

/// What the head of an Opus stream says.
struct OpusHead {
    /// Samples to skip at the beginning.
    priming: u16,
    /// Factor on every sample; none when it changes nothing.
    gain: Option<f32>,
}

/// Reads priming and gain (RFC 7845, 5.1); none of either for other codecs.
fn opus_head(track: &Track) -> OpusHead {
    let extra = audio_parameters(track).and_then(|parameters| parameters.extra_data.as_deref()).unwrap_or_default();
    let word = |offset: usize| {
        let bytes = extra.get(offset..offset + 2).filter(|_| extra.starts_with(b"OpusHead"))?;
        Some(u16::from_le_bytes([bytes[0], bytes[1]]))
    };
    let gain = word(16).filter(|stored| *stored != 0).map(|stored| {
        let gain_db = f32::from(stored.cast_signed()) / 256.0;
        10.0_f32.powf(gain_db / 20.0)
    });
    OpusHead { priming: word(10).unwrap_or(0), gain }
}

/// Puts an error of the decoding library into words.
fn explain(error: DecodeError, path: &Path) -> MediaError {
    match error {
        DecodeError::IoError(source) if is_from_the_system(&source) => MediaError::io(path, source),
        DecodeError::IoError(_) => MediaError::damaged("it ends before its sound begins"),
        DecodeError::Unsupported(what) => MediaError::unsupported(what),
        DecodeError::DecodeError(what) | DecodeError::LimitError(what) => MediaError::damaged(what),
        other => MediaError::damaged(other.to_string()),
    }
}

/// A file as if it began behind its leading tags.
///
/// It may claim to be longer than it is: the demuxer passes over the sound of an MP4 file that is cut off, unless it
/// comes to the end by reading.
struct Behind {
    file: File,
    offset_bytes: u64,
    length_bytes: u64,
}

impl Behind {
    fn new(mut file: File, offset_bytes: u64, claimed_bytes: u64) -> io::Result<Self> {
        let length_bytes = file.seek(SeekFrom::End(0))?.max(claimed_bytes).saturating_sub(offset_bytes);
        file.seek(SeekFrom::Start(offset_bytes))?;
        Ok(Self { file, offset_bytes, length_bytes })
    }
}

impl Read for Behind {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

impl Seek for Behind {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let out_of_range = || io::Error::from(io::ErrorKind::InvalidInput);
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(distance) => self.length_bytes.checked_add_signed(distance),
            SeekFrom::Current(distance) => {
                (self.file.stream_position()? - self.offset_bytes).checked_add_signed(distance)
            }
        };
        let position = position.ok_or_else(out_of_range)?;
        let in_file = position.checked_add(self.offset_bytes).filter(|place| i64::try_from(*place).is_ok());
        let sought = self.file.seek(SeekFrom::Start(in_file.ok_or_else(out_of_range)?));
        // A position that the file system cannot have is the fault of the file's content, not of the disk.
        sought.map_err(|error| if error.kind() == io::ErrorKind::InvalidInput { out_of_range() } else { error })?;
        Ok(position)
    }
}

impl MediaSource for Behind {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.length_bytes)
    }
}
