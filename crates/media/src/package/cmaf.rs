//! Writes one rendition as one CMAF file, segment after segment, and keeps its segment table.
//!
//! Playlists belong to `playlist`; the order of files in the output folder to `pipeline`.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::boxes::BOX_HEADER_BYTES;
use super::fragment::{PendingPacket, write_fragment_head};
use super::grid::segment_samples;
use super::init::{InitEnd, TrackCodec, TrackDescription, init_section};
use crate::encode::FlacStreamInfo;
use crate::error::MediaError;
use crate::manifest::{ByteRange, EncodedRendition, EncodedSegment, Loudness};

/// What is known of a rendition once all packets are in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TrackEnd<'a> {
    /// Real samples of one channel, without priming and padding.
    pub samples: u64,
    /// Measured on the source.
    pub loudness: &'a Loudness,
    /// Of FLAC only.
    pub stream_info: Option<&'a FlacStreamInfo>,
}

/// A file that grows by packets.
///
/// The initialisation section states things that are known at the end (length, loudness, MD5), so its room is
/// kept free at the beginning of the file and filled by [`CmafWriter::finish`]. Only one segment is held in memory.
///
/// Segments: packet `n` belongs to segment `n × packet length / grid`, but the last segment is the one where the real
/// samples end: it also takes the packets that are there only because of the priming. So all renditions of a track have
/// the same number of segments, and the lengths in the segment table add up to the real samples exactly.
#[derive(Debug)]
pub(crate) struct CmafWriter {
    track: TrackDescription,
    path: PathBuf,
    file: File,
    init_bytes: u64,
    offset_bytes: u64,
    start_ticks: u64,
    packets: Vec<PendingPacket>,
    data: Vec<u8>,
    segments: Vec<WrittenSegment>,
}

/// A segment and how long it really lasts, priming and padding included.
#[derive(Debug, Clone, Copy)]
struct WrittenSegment {
    range: ByteRange,
    start_ticks: u64,
    media_ticks: u64,
}

impl CmafWriter {
    /// Creates the file; there must be none of that name.
    pub(crate) fn create(path: &Path, track: TrackDescription) -> Result<Self, MediaError> {
        // All values of loudness are there, so that the room is enough for every outcome.
        let loudness = Loudness { integrated_lufs: Some(0.0), range_lu: Some(0.0), true_peak_dbtp: Some(0.0) };
        let end = InitEnd { samples: 0, loudness: &loudness, stream_info: None };
        let mut room = init_section(&track, &end)?;
        // A `free` box fills what is left in the end, so that there must be room for one.
        room.extend_from_slice(&[0; BOX_HEADER_BYTES]);
        let mut writer = Self {
            track,
            path: path.to_owned(),
            file: File::create_new(path).map_err(|source| MediaError::io(path, source))?,
            init_bytes: room.len() as u64,
            offset_bytes: 0,
            start_ticks: 0,
            packets: Vec::new(),
            data: Vec::new(),
            segments: Vec::new(),
        };
        writer.append(&room)?;
        Ok(writer)
    }

    /// Takes the next packet, which stands for `samples` of one channel.
    pub(crate) fn push(&mut self, packet: &[u8], samples: u32) -> Result<(), MediaError> {
        let bytes = u32::try_from(packet.len())
            .map_err(|_| MediaError::Encoder { what: "a packet is larger than 4 GiB".to_owned() })?;
        self.packets.push(PendingPacket { bytes, samples });
        self.data.extend_from_slice(packet);
        let in_segment = segment_samples(self.track.sample_rate_hz) / self.track.packet_samples;
        let of_priming = self.track.priming_samples / self.track.packet_samples;
        // With so many packets at hand some real sample is certain to lie beyond this segment.
        if self.packets.len() > (in_segment + of_priming) as usize {
            self.write_segment(in_segment as usize)?;
        }
        Ok(())
    }

    /// Writes the last segment and the initialisation section and waits until the disk has everything.
    ///
    /// `name` and `file_name` go into the result as they are.
    pub(crate) fn finish(
        mut self,
        name: &str,
        file_name: &str,
        end: &TrackEnd<'_>,
    ) -> Result<EncodedRendition, MediaError> {
        if !self.packets.is_empty() {
            self.write_segment(self.packets.len())?;
        }
        self.check_length(end.samples)?;
        self.write_init(end)?;
        self.file.sync_all().map_err(|source| MediaError::io(&self.path, source))?;
        let (codec, codecs) = match self.track.codec {
            TrackCodec::Aac { .. } => ("aac", "mp4a.40.2"),
            TrackCodec::Flac { .. } => ("flac", "fLaC"),
        };
        Ok(EncodedRendition {
            name: name.to_owned(),
            codec: codec.to_owned(),
            codecs: codecs.to_owned(),
            sample_rate_hz: self.track.sample_rate_hz,
            timescale: self.track.sample_rate_hz,
            channels: self.track.channels,
            file_name: file_name.to_owned(),
            size_bytes: self.offset_bytes,
            init: ByteRange { offset_bytes: 0, length_bytes: self.init_bytes },
            priming_samples: self.track.priming_samples,
            samples: end.samples,
            peak_bits_per_second: self.peak_bits_per_second(),
            average_bits_per_second: self.average_bits_per_second(),
            segments: self.segment_table(end.samples),
        })
    }

    fn write_segment(&mut self, packets: usize) -> Result<(), MediaError> {
        let taken = &self.packets[..packets];
        let data_bytes: usize = taken.iter().map(|packet| packet.bytes as usize).sum();
        let media_ticks = taken.iter().map(|packet| u64::from(packet.samples)).sum();
        let number = u32::try_from(self.segments.len()).expect("hours have thousands of segments");
        let mut segment = Vec::with_capacity(data_bytes + 64 + 8 * packets);
        write_fragment_head(&mut segment, &self.track, number, self.start_ticks, taken)?;
        segment.extend_from_slice(&self.data[..data_bytes]);
        let range = ByteRange { offset_bytes: self.offset_bytes, length_bytes: segment.len() as u64 };
        self.append(&segment)?;
        self.segments.push(WrittenSegment { range, start_ticks: self.start_ticks, media_ticks });
        self.start_ticks += media_ticks;
        self.packets.drain(..packets);
        self.data.drain(..data_bytes);
        Ok(())
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), MediaError> {
        self.file.write_all(bytes).map_err(|source| MediaError::io(&self.path, source))?;
        self.offset_bytes += bytes.len() as u64;
        Ok(())
    }

    /// The packets must hold the real samples and less than one packet more.
    fn check_length(&self, samples: u64) -> Result<(), MediaError> {
        let needed = samples + u64::from(self.track.priming_samples);
        if (needed..needed + u64::from(self.track.packet_samples)).contains(&self.start_ticks) {
            return Ok(());
        }
        Err(MediaError::Encoder { what: format!("{} ticks of packets for {needed} samples", self.start_ticks) })
    }

    fn write_init(&mut self, end: &TrackEnd<'_>) -> Result<(), MediaError> {
        let end = InitEnd { samples: end.samples, loudness: end.loudness, stream_info: end.stream_info };
        let mut section = init_section(&self.track, &end)?;
        fill_with_free_box(&mut section, self.init_bytes)?;
        self.file.seek(SeekFrom::Start(0)).map_err(|source| MediaError::io(&self.path, source))?;
        self.file.write_all(&section).map_err(|source| MediaError::io(&self.path, source))
    }

    /// The last length is what is left of the real samples.
    fn segment_table(&self, samples: u64) -> Vec<EncodedSegment> {
        let starts = self.segments.iter().map(|segment| segment.start_ticks);
        let ends = starts.skip(1).chain([samples]);
        self.segments
            .iter()
            .zip(ends)
            .map(|(segment, end_ticks)| EncodedSegment {
                range: segment.range,
                start_ticks: segment.start_ticks,
                duration_ticks: end_ticks - segment.start_ticks,
            })
            .collect()
    }

    /// The highest rate of any segment of at least half the usual length (RFC 8216, 4.3.4.2 counts no shorter ones);
    /// of the whole when there is none.
    fn peak_bits_per_second(&self) -> u64 {
        let half = u64::from(segment_samples(self.track.sample_rate_hz)) / 2;
        self.segments
            .iter()
            .filter(|segment| segment.media_ticks >= half)
            .map(|segment| self.bits_per_second(segment.range.length_bytes, segment.media_ticks))
            .max()
            .unwrap_or_else(|| self.average_bits_per_second())
    }

    fn average_bits_per_second(&self) -> u64 {
        self.bits_per_second(self.offset_bytes - self.init_bytes, self.start_ticks)
    }

    fn bits_per_second(&self, bytes: u64, ticks: u64) -> u64 {
        (bytes * 8 * u64::from(self.track.sample_rate_hz)).div_ceil(ticks.max(1))
    }
}

/// Makes a section as long as the room that was kept for it.
fn fill_with_free_box(section: &mut Vec<u8>, room_bytes: u64) -> Result<(), MediaError> {
    let missing = room_bytes.checked_sub(section.len() as u64).and_then(|missing| u32::try_from(missing).ok());
    match missing {
        Some(missing) if missing as usize >= BOX_HEADER_BYTES => {
            section.extend_from_slice(&missing.to_be_bytes());
            section.extend_from_slice(b"free");
            section.resize(section.len() + missing as usize - BOX_HEADER_BYTES, 0);
            Ok(())
        }
        _ => Err(MediaError::Encoder { what: "the initialisation section outgrew its room".to_owned() }),
    }
}
