//! The structure of the files: boxes, segment tables, brands, loudness.

use sillon_media::EncodedRendition;

use crate::boxes::{boxes, find, number};
use crate::sounds::{Encoded, Sound};
use crate::tools::ffprobe;

#[test]
fn the_edit_list_declares_the_priming_and_the_real_samples() {
    let encoded = Sound::music(44_100, 16, 2, 300_007).encode();
    for (rendition, file) in files(&encoded) {
        let elst = find(&file, "moov/trak/edts/elst").unwrap();
        assert_eq!(number(&elst[4..8]), 1, "one edit");
        let priming = if rendition.codec == "aac" { 2048 } else { 0 };
        assert_eq!(number(&elst[8..12]), 300_007, "{}: segment_duration", rendition.name);
        assert_eq!(number(&elst[12..16]), priming, "{}: media_time", rendition.name);
        let movie_timescale = number(&find(&file, "moov/mvhd").unwrap()[20..24]);
        let media_timescale = number(&find(&file, "moov/trak/mdia/mdhd").unwrap()[20..24]);
        assert_eq!((movie_timescale, media_timescale), (44_100, 44_100));
    }
}

#[test]
fn every_segment_of_the_table_is_one_movie_fragment_and_its_data() {
    let encoded = Sound::music(48_000, 16, 2, 700_000).encode();
    for (rendition, file) in files(&encoded) {
        let init = rendition.init;
        assert_eq!(init.offset_bytes, 0);
        let mut end = init.length_bytes;
        let mut ticks = 0;
        for segment in &rendition.segments {
            assert_eq!(segment.range.offset_bytes, end, "{}: no gap between segments", rendition.name);
            end += segment.range.length_bytes;
            let start = usize::try_from(segment.range.offset_bytes).unwrap();
            let found = boxes(&file[start..usize::try_from(end).unwrap()], start);
            let kinds: Vec<_> = found.iter().map(|found| found.kind).collect();
            assert_eq!(kinds, [*b"moof", *b"mdat"]);
            let fragment = find(found[0].body, "traf/tfdt").unwrap();
            assert_eq!(number(&fragment[4..12]), segment.start_ticks);
            assert_eq!(segment.start_ticks, ticks);
            ticks += segment.duration_ticks;
            let run = find(found[0].body, "traf/trun").unwrap();
            let data_offset = usize::try_from(number(&run[8..12])).unwrap();
            assert_eq!(found[0].offset + data_offset, found[1].offset + 8, "the run points at the data");
        }
        assert_eq!(end, rendition.size_bytes);
        assert_eq!(end, file.len() as u64);
        assert_eq!(ticks, rendition.samples);
    }
}

#[test]
fn renditions_of_one_track_are_cut_at_the_same_samples() {
    let encoded = Sound::music(44_100, 16, 1, 600_000).encode();
    for (rendition, _) in files(&encoded) {
        let starts: Vec<u64> = rendition.segments.iter().map(|segment| segment.start_ticks).collect();
        assert_eq!(starts, [0, 262_144, 524_288], "{}", rendition.name);
    }
}

#[test]
fn aac_packets_are_all_in_a_roll_group_of_one_packet_back() {
    let encoded = Sound::music(44_100, 16, 2, 300_000).encode();
    for (rendition, file) in files(&encoded) {
        let group = find(&file, "moov/trak/mdia/minf/stbl/sgpd");
        if rendition.codec == "flac" {
            assert!(group.is_none());
            continue;
        }
        assert_eq!(group.unwrap(), b"\x01\0\0\0roll\0\0\0\x02\0\0\0\x01\xff\xff");
        for fragment in boxes(&file, 0).iter().filter(|found| found.kind == *b"moof") {
            let packets = number(&find(fragment.body, "traf/trun").unwrap()[4..8]);
            let mapping = find(fragment.body, "traf/sbgp").unwrap();
            assert_eq!(&mapping[4..8], b"roll");
            let entry = [1, packets, 1].map(|value| u32::try_from(value).unwrap().to_be_bytes()).concat();
            assert_eq!(mapping[8..], entry);
        }
    }
}

#[test]
fn flac_entries_hold_stream_info_alone_and_a_rate_that_fits() {
    let encoded = Sound::music(96_000, 24, 2, 100_000).encode();
    let (_, file) = files(&encoded).into_iter().last().unwrap();
    let entries = find(&file, "moov/trak/mdia/minf/stbl/stsd").unwrap();
    let entry = &boxes(&entries[8..], 0)[0];
    assert_eq!(&entry.kind, b"fLaC");
    assert_eq!(number(&entry.body[16..18]), 2, "channels");
    assert_eq!(number(&entry.body[18..20]), 24, "bits");
    assert_eq!(number(&entry.body[24..28]), 48_000 << 16, "rate");
    let info = find(&entry.body[28..], "dfLa").unwrap();
    assert_eq!(info.len(), 4 + 4 + 34);
    assert_eq!(info[4..8], [0x80, 0, 0, 34], "the last block is STREAMINFO");
    let digest = u128::from_be_bytes(info[26..].try_into().unwrap());
    assert_eq!(format!("{digest:032x}"), encoded.track.pcm_md5);
}

#[test]
fn the_loudness_box_says_what_was_measured_and_is_missing_for_silence() {
    let encoded = Sound::music(44_100, 16, 2, 200_000).encode();
    let lufs = encoded.track.loudness.integrated_lufs.unwrap();
    for (_, file) in files(&encoded) {
        let body = find(&file, "moov/trak/udta/ludt/tlou").unwrap();
        assert_eq!(body[11], 1, "program loudness");
        let told = f64::from(body[12]) / 4.0 - 57.75;
        assert!((told - lufs).abs() <= 0.125, "{told} for {lufs}");
    }
    let silent = Sound::silence(44_100, 2, 200_000).encode();
    for (_, file) in files(&silent) {
        assert!(find(&file, "moov/trak/udta").is_none());
    }
}

#[test]
fn the_initialisation_section_is_whole_whatever_could_be_measured() {
    let too_short_to_measure = Sound::music(44_100, 16, 2, 100).encode();
    let too_short_for_a_range = Sound::music(44_100, 16, 2, 30_000).encode();
    let long_enough = Sound::music(44_100, 16, 2, 200_000).encode();
    for encoded in [too_short_to_measure, too_short_for_a_range, long_enough] {
        for (rendition, file) in files(&encoded) {
            let init = &file[..usize::try_from(rendition.init.length_bytes).unwrap()];
            let kinds: Vec<_> = boxes(init, 0).iter().map(|found| found.kind).collect();
            assert_eq!(kinds, [*b"ftyp", *b"moov", *b"free"]);
        }
    }
}

#[test]
fn ffprobe_finds_the_codecs_the_packets_and_continuous_times() {
    let encoded = Sound::music(44_100, 16, 2, 300_000).encode();
    for (rendition, _) in files(&encoded) {
        let path = encoded.out_dir.join(&rendition.file_name);
        let streams = ffprobe(&path, "stream=codec_name,profile,sample_rate,channels");
        let expected = if rendition.codec == "aac" { "aac,LC,44100,2" } else { "flac,unknown,44100,2" };
        assert_eq!(streams[0].replace("flac,44100", "flac,unknown,44100"), expected);
        let times: Vec<i64> = ffprobe(&path, "packet=pts").iter().map(|time| time.parse().unwrap()).collect();
        let packet = if rendition.codec == "aac" { 1024 } else { 4096 };
        assert_eq!(times[0], -i64::from(rendition.priming_samples));
        assert!(times.windows(2).all(|pair| pair[1] - pair[0] == packet));
        let packets = (300_000 + i64::from(rendition.priming_samples) + packet - 1) / packet;
        assert_eq!(times.len(), usize::try_from(packets).unwrap());
    }
}

#[test]
fn the_stated_bit_rates_are_those_of_the_segments() {
    let encoded = Sound::music(44_100, 16, 2, 900_000).encode();
    for (rendition, bits_per_second) in encoded.track.renditions.iter().zip([160_000_u64, 96_000, 64_000]) {
        let average = rendition.average_bits_per_second;
        assert!((bits_per_second..bits_per_second * 104 / 100).contains(&average), "{}: {average}", rendition.name);
        let peak = rendition.peak_bits_per_second;
        assert!((average..average * 110 / 100).contains(&peak), "{}: {peak} over {average}", rendition.name);
    }
}

fn files(encoded: &Encoded) -> Vec<(&EncodedRendition, Vec<u8>)> {
    let read = |rendition: &EncodedRendition| std::fs::read(encoded.out_dir.join(&rendition.file_name)).unwrap();
    encoded.track.renditions.iter().map(|rendition| (rendition, read(rendition))).collect()
}
