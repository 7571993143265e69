//! HLS playlists (RFC 8216) as the HLS authoring specification wants them for audio.
//!
//! Which renditions a listener may have, and at which address, belongs to the callers.

use m3u8_rs::{MasterPlaylist, MediaPlaylistType, MediaSegment, VariantStream};

use crate::manifest::{ByteRange, EncodedSegment};

/// One line of a multivariant playlist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant<'a> {
    /// Name of the rendition; its media playlist is `{name}/index.m3u8`.
    pub name: &'a str,
    /// The CODECS attribute (RFC 6381): `mp4a.40.2`, `fLaC`.
    pub codecs: &'a str,
    /// BANDWIDTH in bit/s.
    pub peak_bits_per_second: u64,
    /// AVERAGE-BANDWIDTH in bit/s.
    pub average_bits_per_second: u64,
}

/// How a media playlist names the initialisation section and the segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Addressing<'a> {
    /// `init.mp4`, `0.m4s`, `1.m4s`, … beside the playlist.
    SegmentUrls,
    /// Ranges of one file.
    ByteRanges {
        /// The file, relative to the playlist.
        file_url: &'a str,
    },
}

/// What a media playlist is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaPlaylist<'a> {
    /// Ticks a second of the segment table.
    pub timescale: u32,
    /// Where the initialisation section lies in the file.
    pub init: ByteRange,
    /// All segments in order.
    pub segments: &'a [EncodedSegment],
    /// How they are named.
    pub addressing: Addressing<'a>,
}

/// The multivariant playlist. Players start with the first variant (RFC 8216, 4.3.4.2), so the order matters.
pub fn multivariant_playlist(variants: &[Variant<'_>]) -> String {
    let playlist = MasterPlaylist {
        version: Some(VERSION),
        independent_segments: true,
        variants: variants
            .iter()
            .map(|variant| VariantStream {
                uri: format!("{}/index.m3u8", variant.name),
                bandwidth: variant.peak_bits_per_second,
                average_bandwidth: Some(variant.average_bits_per_second),
                codecs: Some(variant.codecs.to_owned()),
                ..VariantStream::default()
            })
            .collect(),
        ..MasterPlaylist::default()
    };
    written(|out| playlist.write_to(out))
}

impl MediaPlaylist<'_> {
    /// The playlist as text.
    ///
    /// The lengths are those of the segment table: up to each segment they add up to its decode time, from which
    /// players that read no edit list reckon its place, and in total to the real samples. The priming is not taken off
    /// the first segment: the edit list moves the whole track by it.
    pub fn render(&self) -> String {
        let mut segments: Vec<MediaSegment> =
            self.segments.iter().enumerate().map(|(number, segment)| self.segment(number, segment)).collect();
        if let Some(first) = segments.first_mut() {
            first.map = Some(self.map());
        }
        let longest = self.segments.iter().map(|segment| segment.duration_ticks).max().unwrap_or(0);
        let playlist = m3u8_rs::MediaPlaylist {
            version: Some(VERSION),
            // No length, rounded to whole seconds, may be beyond it (RFC 8216, 4.3.3.1).
            target_duration: TARGET_DURATION_S.max(rounded(longest, self.timescale)),
            playlist_type: Some(MediaPlaylistType::Vod),
            end_list: true,
            segments,
            ..m3u8_rs::MediaPlaylist::default()
        };
        written(|out| playlist.write_to(out))
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "seconds of a segment, to the microsecond"
    )]
    fn segment(&self, number: usize, segment: &EncodedSegment) -> MediaSegment {
        let (uri, byte_range) = match self.addressing {
            Addressing::SegmentUrls => (format!("{number}.m4s"), None),
            Addressing::ByteRanges { file_url } => (file_url.to_owned(), Some(byte_range(segment.range))),
        };
        let duration = (segment.duration_ticks as f64 / f64::from(self.timescale)) as f32;
        MediaSegment { uri, duration, byte_range, ..MediaSegment::default() }
    }

    fn map(&self) -> m3u8_rs::Map {
        let (uri, byte_range) = match self.addressing {
            Addressing::SegmentUrls => ("init.mp4".to_owned(), None),
            Addressing::ByteRanges { file_url } => (file_url.to_owned(), Some(byte_range(self.init))),
        };
        m3u8_rs::Map { uri, byte_range, ..m3u8_rs::Map::default() }
    }
}

/// The first version with fragmented MP4 in every player that Sillon cares for; EXT-X-MAP in VOD needs 6.
const VERSION: usize = 7;
const TARGET_DURATION_S: u64 = 6;

fn rounded(ticks: u64, timescale: u32) -> u64 {
    let timescale = u64::from(timescale.max(1));
    (ticks + timescale / 2) / timescale
}

fn byte_range(range: ByteRange) -> m3u8_rs::ByteRange {
    m3u8_rs::ByteRange { length: range.length_bytes, offset: Some(range.offset_bytes) }
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("writing to memory does not fail");
    String::from_utf8(out).expect("playlists are written from strings")
}
