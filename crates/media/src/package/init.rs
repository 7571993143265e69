//! The initialisation section of a rendition: `ftyp` and `moov` (ISO/IEC 14496-12, ISO/IEC 23000-19).
//!
//! Fragments belong to `fragment`; when the section is written, and where, to `cmaf`.

use mp4_atom::esds::{DecoderConfig, DecoderSpecific, EsDescriptor, SLConfig};
use mp4_atom::{
    Audio, Codec, Dfla, Dinf, Dref, DrefEntry, Edts, Elst, ElstEntry, Esds, FixedPoint, Flac, FlacMetadataBlock,
    FourCC, Ftyp, Hdlr, Matrix, Mdhd, Mehd, Mp4a, Mvhd, Sgpd, SgpdEntry, Smhd, Stco, Stsc, Stsd, Stsz, Stts, Tkhd,
    Trex, Url, u24,
};

use super::boxes::{write_atom, write_box};
use super::loudness::write_user_data;
use crate::encode::FlacStreamInfo;
use crate::error::MediaError;
use crate::manifest::Loudness;

/// What is known of a rendition before its first packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrackDescription {
    /// Codec and what its decoder needs.
    pub codec: TrackCodec,
    /// Samples a second of one channel, in Hz; the timescale of the file.
    pub sample_rate_hz: u32,
    /// Channels.
    pub channels: u16,
    /// Samples of one channel in every packet but perhaps the last.
    pub packet_samples: u32,
    /// Samples that a decoder puts out before the first real one: whole packets.
    pub priming_samples: u32,
}

/// The codec of a rendition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TrackCodec {
    /// AAC-LC.
    Aac {
        /// The `AudioSpecificConfig` of ISO/IEC 14496-3.
        specific_config: Vec<u8>,
        /// Constant bit rate in bit/s.
        bits_per_second: u32,
    },
    /// FLAC.
    Flac {
        /// 8 to 24.
        bits_per_sample: u8,
    },
}

/// What is known of a rendition after its last packet.
#[derive(Debug, Clone, Copy)]
pub(super) struct InitEnd<'a> {
    pub(super) samples: u64,
    pub(super) loudness: &'a Loudness,
    pub(super) stream_info: Option<&'a FlacStreamInfo>,
}

/// The number of the only track in a file.
pub(super) const TRACK_ID: u32 = 1;
/// `sample_depends_on` = 2: every packet can be decoded alone (ISO/IEC 14496-12, 8.6.4.3).
const SAMPLE_FLAGS_SYNC: u32 = 0x0200_0000;

/// The whole section.
///
/// Invariant: its length depends only on the description and on which values of loudness are there.
pub(super) fn init_section(track: &TrackDescription, end: &InitEnd<'_>) -> Result<Vec<u8>, MediaError> {
    let mut out = Vec::with_capacity(1024);
    write_atom(&mut out, &file_type(track))?;
    write_box(&mut out, *b"moov", |out| {
        write_atom(out, &movie_header(track))?;
        write_box(out, *b"trak", |out| write_track(out, track, end))?;
        write_box(out, *b"mvex", |out| {
            write_atom(out, &Mehd { fragment_duration: end.samples })?;
            write_atom(out, &track_defaults(track))
        })
    })?;
    Ok(out)
}

/// Brands: fragments with `iso6`'s boxes, the CMAF structure, and for AAC the CMAF profile for AAC core.
fn file_type(track: &TrackDescription) -> Ftyp {
    let mut compatible_brands = vec![FourCC::new(b"iso6"), FourCC::new(b"cmfc")];
    if matches!(track.codec, TrackCodec::Aac { .. }) {
        compatible_brands.push(FourCC::new(b"caac"));
    }
    Ftyp { major_brand: FourCC::new(b"iso6"), minor_version: 0, compatible_brands }
}

/// The movie's timescale is the track's, so that the edit list can state a number of samples exactly.
fn movie_header(track: &TrackDescription) -> Mvhd {
    Mvhd {
        timescale: track.sample_rate_hz,
        rate: FixedPoint::new(1, 0),
        volume: FixedPoint::new(1, 0),
        matrix: Matrix::default(),
        next_track_id: TRACK_ID + 1,
        ..Mvhd::default()
    }
}

fn track_defaults(track: &TrackDescription) -> Trex {
    Trex {
        track_id: TRACK_ID,
        default_sample_description_index: 1,
        default_sample_duration: track.packet_samples,
        default_sample_size: 0,
        default_sample_flags: SAMPLE_FLAGS_SYNC,
    }
}

fn write_track(out: &mut Vec<u8>, track: &TrackDescription, end: &InitEnd<'_>) -> Result<(), MediaError> {
    write_atom(
        out,
        &Tkhd {
            track_id: TRACK_ID,
            enabled: true,
            in_movie: true,
            volume: FixedPoint::new(1, 0),
            matrix: Matrix::default(),
            ..Tkhd::default()
        },
    )?;
    write_atom(out, &edit_list(track, end.samples))?;
    write_box(out, *b"mdia", |out| {
        write_atom(out, &Mdhd { timescale: track.sample_rate_hz, language: "und".to_owned(), ..Mdhd::default() })?;
        write_atom(out, &Hdlr { handler: FourCC::new(b"soun"), name: "Sillon".to_owned() })?;
        write_box(out, *b"minf", |out| {
            write_atom(out, &Smhd::default())?;
            let here = DrefEntry::Url(Url::default());
            write_atom(out, &Dinf { dref: Dref { entries: vec![here] } })?;
            write_box(out, *b"stbl", |out| write_sample_table(out, track, end.stream_info))
        })
    })?;
    write_user_data(out, end.loudness)
}

/// One edit: leave the priming out, play exactly the real samples.
fn edit_list(track: &TrackDescription, samples: u64) -> Edts {
    let edit = ElstEntry {
        segment_duration: samples,
        media_time: Some(u64::from(track.priming_samples)),
        media_rate: FixedPoint::new(1, 0),
    };
    Edts { elst: Some(Elst { entries: vec![edit] }) }
}

fn write_sample_table(
    out: &mut Vec<u8>,
    track: &TrackDescription,
    stream_info: Option<&FlacStreamInfo>,
) -> Result<(), MediaError> {
    let entry = match &track.codec {
        TrackCodec::Aac { specific_config, bits_per_second } => {
            Codec::Mp4a(aac_entry(track, specific_config, *bits_per_second))
        }
        TrackCodec::Flac { bits_per_sample } => Codec::Flac(flac_entry(track, *bits_per_sample, stream_info)?),
    };
    write_atom(out, &Stsd { codecs: vec![entry] })?;
    write_atom(out, &Stts::default())?;
    write_atom(out, &Stsc::default())?;
    write_atom(out, &Stsz::default())?;
    write_atom(out, &Stco::default())?;
    if track.priming_samples > 0 {
        write_atom(out, &roll_group())?;
    }
    Ok(())
}

/// To start anywhere, a decoder of AAC needs the packet before (ISO/IEC 14496-12, 10.1).
fn roll_group() -> Sgpd {
    let distance = (-1_i16).to_be_bytes().to_vec();
    Sgpd {
        grouping_type: FourCC::new(b"roll"),
        default_length: Some(2),
        default_group_description_index: None,
        static_group_description: false,
        static_mapping: false,
        essential: false,
        entries: vec![SgpdEntry {
            description_length: Some(2),
            entry: mp4_atom::AnySampleGroupEntry::UnknownGroupingType(FourCC::new(b"roll"), distance),
        }],
    }
}

fn aac_entry(track: &TrackDescription, specific_config: &[u8], bits_per_second: u32) -> Mp4a {
    let decoder = DecoderConfig {
        object_type_indication: OBJECT_TYPE_MPEG4_AUDIO,
        stream_type: STREAM_TYPE_AUDIO,
        up_stream: 0,
        buffer_size_db: u24::default(),
        max_bitrate: bits_per_second,
        avg_bitrate: bits_per_second,
        dec_specific: Some(DecoderSpecific { profile: 0, freq_index: 0, chan_conf: 0, raw: specific_config.to_vec() }),
    };
    let es_desc = EsDescriptor { es_id: 0, dec_config: decoder, sl_config: SLConfig {}, ..EsDescriptor::default() };
    Mp4a { audio: audio_entry(track, 16), esds: Esds { es_desc }, btrt: None, taic: None }
}

/// `objectTypeIndication` and `streamType` of ISO/IEC 14496-1.
const OBJECT_TYPE_MPEG4_AUDIO: u8 = 0x40;
const STREAM_TYPE_AUDIO: u8 = 0x05;

/// The sample entry and `dfLa` of "Encapsulation of FLAC in ISO Base Media File Format", with STREAMINFO only.
fn flac_entry(
    track: &TrackDescription,
    bits_per_sample: u8,
    info: Option<&FlacStreamInfo>,
) -> Result<Flac, MediaError> {
    let size = |bytes: u32| {
        u24::try_from(bytes).map_err(|_| MediaError::Encoder { what: "a FLAC frame is larger than 16 MiB".to_owned() })
    };
    let block = u16::try_from(track.packet_samples)
        .map_err(|_| MediaError::Encoder { what: "a FLAC block is larger than 65,535 samples".to_owned() })?;
    let stream_info = FlacMetadataBlock::StreamInfo {
        minimum_block_size: block,
        maximum_block_size: block,
        minimum_frame_size: size(info.map_or(0, |info| info.smallest_frame_bytes))?,
        maximum_frame_size: size(info.map_or(0, |info| info.largest_frame_bytes))?,
        sample_rate: track.sample_rate_hz,
        num_channels_minus_one: u8::try_from(track.channels.saturating_sub(1)).unwrap_or(u8::MAX),
        bits_per_sample_minus_one: bits_per_sample.saturating_sub(1),
        number_of_interchannel_samples: info.map_or(0, |info| info.samples),
        md5_checksum: info.map_or(vec![0; 16], |info| info.md5.to_vec()),
    };
    let audio = audio_entry(track, u16::from(bits_per_sample));
    Ok(Flac { audio, dfla: Dfla { blocks: vec![stream_info] } })
}

fn audio_entry(track: &TrackDescription, bits_per_sample: u16) -> Audio {
    Audio {
        data_reference_index: 1,
        channel_count: track.channels,
        sample_size: bits_per_sample,
        sample_rate: FixedPoint::new(entry_rate_hz(track.sample_rate_hz), 0),
    }
}

/// The field has 16 bits: of a higher rate it holds the half or the quarter that fits, of one that has none the
/// greatest value, as FLAC's encapsulation asks. Decoders go by STREAMINFO.
fn entry_rate_hz(sample_rate_hz: u32) -> u16 {
    let halves = [sample_rate_hz, sample_rate_hz / 2, sample_rate_hz / 4];
    halves
        .into_iter()
        .zip([1, 2, 4])
        .filter(|(_, divisor)| sample_rate_hz.is_multiple_of(*divisor))
        .find_map(|(rate, _)| u16::try_from(rate).ok())
        .unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::entry_rate_hz;

    #[test]
    fn rates_beyond_sixteen_bits_are_stored_as_the_half_or_quarter_that_fits() {
        assert_eq!(entry_rate_hz(44_100), 44_100);
        assert_eq!(entry_rate_hz(96_000), 48_000);
        assert_eq!(entry_rate_hz(192_000), 48_000);
        assert_eq!(entry_rate_hz(176_400), 44_100);
        assert_eq!(entry_rate_hz(96_001), u16::MAX);
    }
}
