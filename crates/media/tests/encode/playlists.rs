//! Playlists: parsed by m3u8-rs, played by ffmpeg.

use m3u8_rs::{
    MasterPlaylist, MediaPlaylist as Parsed, MediaPlaylistType, parse_master_playlist_res, parse_media_playlist_res,
};
use sillon_media::{Addressing, ByteRange, EncodedSegment, MediaPlaylist, write_playlists};

use crate::sounds::{Encoded, Sound};
use crate::tools::ffmpeg;

#[test]
fn the_multivariant_playlist_starts_with_160_kbit_and_leaves_lossless_to_its_own() {
    let encoded = with_playlists(Sound::music(44_100, 16, 2, 300_000));
    let master = master(&encoded, "master.m3u8");
    assert_eq!(master.version, Some(7));
    assert!(master.independent_segments);
    let uris: Vec<&str> = master.variants.iter().map(|variant| variant.uri.as_str()).collect();
    assert_eq!(uris, ["aac-160/index.m3u8", "aac-96/index.m3u8", "aac-64/index.m3u8"]);
    for (variant, rendition) in master.variants.iter().zip(&encoded.track.renditions) {
        assert_eq!(variant.codecs.as_deref(), Some("mp4a.40.2"));
        assert_eq!(variant.bandwidth, rendition.peak_bits_per_second);
        assert_eq!(variant.average_bandwidth, Some(rendition.average_bits_per_second));
    }
    let lossless = self::master(&encoded, "lossless.m3u8");
    assert_eq!(lossless.variants.len(), 1);
    assert_eq!(lossless.variants[0].codecs.as_deref(), Some("fLaC"));
}

#[test]
fn the_lengths_of_segments_add_up_to_the_source() {
    for (rate, samples) in [(44_100, 700_001), (48_000, 307_201), (44_100, 1), (96_000, 900_000)] {
        let encoded = with_playlists(Sound::music(rate, 16, 1, samples));
        for rendition in &encoded.track.renditions {
            let playlist = media(&encoded, &rendition.name);
            let sum: f64 = playlist.segments.iter().map(|segment| f64::from(segment.duration)).sum();
            let seconds = samples as f64 / f64::from(rate);
            // One sample of rounding by resampling, and the precision of a 32-bit float.
            assert!((sum - seconds).abs() < 0.000_03, "{}: {sum} s for {seconds} s", rendition.name);
        }
    }
}

#[test]
fn media_playlists_keep_the_rules_for_audio_on_demand() {
    for rate in [44_100, 48_000, 96_000] {
        let encoded = with_playlists(Sound::music(rate, 16, 1, 900_000));
        for rendition in &encoded.track.renditions {
            let playlist = media(&encoded, &rendition.name);
            assert_eq!(playlist.version, Some(7));
            assert_eq!(playlist.playlist_type, Some(MediaPlaylistType::Vod));
            assert_eq!(playlist.target_duration, 6);
            assert!(playlist.end_list);
            assert!(playlist.segments.iter().all(|segment| segment.duration <= 6.5));
            assert!(playlist.segments[0].map.is_some());
        }
    }
}

#[test]
fn byte_ranges_are_those_of_the_segment_table() {
    let encoded = with_playlists(Sound::music(44_100, 16, 2, 600_000));
    for rendition in &encoded.track.renditions {
        let playlist = media(&encoded, &rendition.name);
        let map = playlist.segments[0].map.clone().unwrap();
        assert_eq!(map.uri, format!("../{}", rendition.file_name));
        assert_eq!(map.byte_range.unwrap().length, rendition.init.length_bytes);
        let ranges: Vec<(u64, Option<u64>)> = playlist
            .segments
            .iter()
            .map(|segment| segment.byte_range.as_ref().map(|range| (range.length, range.offset)).unwrap())
            .collect();
        let table: Vec<(u64, Option<u64>)> = rendition
            .segments
            .iter()
            .map(|segment| (segment.range.length_bytes, Some(segment.range.offset_bytes)))
            .collect();
        assert_eq!(ranges, table);
    }
}

#[test]
fn the_server_names_segments_by_number() {
    let range = ByteRange { offset_bytes: 900, length_bytes: 10 };
    let segments = [
        EncodedSegment { range, start_ticks: 0, duration_ticks: 307_200 },
        EncodedSegment { range, start_ticks: 307_200, duration_ticks: 24_000 },
    ];
    let init = ByteRange { offset_bytes: 0, length_bytes: 900 };
    let playlist = MediaPlaylist { timescale: 48_000, init, segments: &segments, addressing: Addressing::SegmentUrls };
    assert_eq!(
        playlist.render(),
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:6\n#EXT-X-PLAYLIST-TYPE:VOD\n\
         #EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:6.4,\n0.m4s\n#EXTINF:0.5,\n1.m4s\n#EXT-X-ENDLIST\n"
    );
}

#[test]
fn ffmpeg_plays_the_output_folder_from_its_playlists() {
    let encoded = with_playlists(Sound::music(44_100, 16, 2, 600_000));
    for rendition in &encoded.track.renditions {
        let playlist = encoded.out_dir.join(&rendition.name).join("index.m3u8");
        let decoded = ffmpeg(&["-allowed_extensions", "ALL"], &playlist, &["-c:a", "pcm_s16le", "-f", "s16le"]);
        let samples = (decoded.len() / 4) as u64;
        let most = rendition.samples + u64::from(rendition.priming_samples) + 1024;
        assert!((rendition.samples..=most).contains(&samples), "{}: {samples}", rendition.name);
    }
}

fn with_playlists(sound: Sound) -> Encoded {
    let encoded = sound.encode();
    write_playlists(&encoded.out_dir, &encoded.track).unwrap();
    encoded
}

fn master(encoded: &Encoded, file_name: &str) -> MasterPlaylist {
    let text = std::fs::read(encoded.out_dir.join(file_name)).unwrap();
    parse_master_playlist_res(&text).unwrap()
}

fn media(encoded: &Encoded, rendition: &str) -> Parsed {
    let text = std::fs::read(encoded.out_dir.join(rendition).join("index.m3u8")).unwrap();
    parse_media_playlist_res(&text).unwrap()
}
