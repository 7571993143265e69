//! Lossy sources give exactly the samples that were encoded: none too many, none too few, none too late.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

#[expect(dead_code, reason = "each test uses its own part of the judges")]
mod judges;

use judges::{Workshop, decode, lag};

fn assert_gapless(workshop: &Workshop, path: &std::path::Path, container: &str, codec: &str) {
    let recording = decode(path).unwrap();
    assert_eq!((recording.source.container.as_str(), recording.source.codec.as_str()), (container, codec));
    assert_eq!(recording.bits(), None);
    assert_eq!(recording.block.len(), workshop.signal.samples(), "{}", path.display());
    assert_eq!(recording.damaged_packets, 0);
    if workshop.signal.samples() > 10_000 {
        for (played, heard) in workshop.signal.planes.iter().zip(&recording.block.planes) {
            let (lag, likeness) = lag(played, heard);
            assert_eq!(lag, 0, "{} (likeness {likeness})", path.display());
            assert!(likeness > 0.98, "{}: {likeness}", path.display());
        }
    }
}

#[test]
fn mp3_of_constant_and_of_variable_rate() {
    for (rate_hz, channels) in [(44_100, 2), (48_000, 2), (44_100, 1), (22_050, 2), (32_000, 2)] {
        let workshop = Workshop::new(rate_hz, channels, 60_123);
        let constant = workshop.encode(16, "constant.mp3", &["-c:a", "libmp3lame", "-b:a", "128k"]);
        assert_gapless(&workshop, &constant, "mp3", "mp3");
        let variable = workshop.encode(16, "variable.mp3", &["-c:a", "libmp3lame", "-q:a", "4"]);
        assert_gapless(&workshop, &variable, "mp3", "mp3");
    }
}

#[test]
fn mp3_behind_a_long_tag() {
    let workshop = Workshop::new(44_100, 2, 60_123);
    let plain =
        std::fs::read(workshop.encode(16, "plain.mp3", &["-c:a", "libmp3lame", "-id3v2_version", "0"])).unwrap();
    let mut tagged = b"ID3\x03\0\0\0\x0a\0\0".to_vec();
    tagged.resize(10 + (10 << 14), 0);
    tagged.extend(plain);
    assert_gapless(&workshop, &workshop.write("tagged.mp3", &tagged), "mp3", "mp3");
}

#[test]
fn vorbis_of_several_lengths() {
    for (rate_hz, channels, samples) in
        [(44_100, 2, 60_123), (48_000, 1, 60_000), (44_100, 2, 700), (22_050, 2, 50_001)]
    {
        let workshop = Workshop::new(rate_hz, channels, samples);
        let file = workshop.encode(16, "song.ogg", &["-c:a", "libvorbis", "-q:a", "5"]);
        assert_gapless(&workshop, &file, "ogg", "vorbis");
    }
}

#[test]
fn opus_of_several_lengths_and_frames() {
    for (channels, samples, frame) in
        [(2, 100_123, "20"), (1, 60_000, "60"), (2, 60_001, "2.5"), (2, 700, "20"), (2, 60_123, "5")]
    {
        let workshop = Workshop::new(48_000, channels, samples);
        let file = workshop.encode(16, "song.opus", &["-c:a", "libopus", "-b:a", "128k", "-frame_duration", frame]);
        assert_gapless(&workshop, &file, "ogg", "opus");
    }
}

#[test]
fn aac_in_m4a_of_several_rates_and_lengths() {
    for (rate_hz, channels, samples) in
        [(44_100, 2, 60_123), (48_000, 2, 61_440), (44_100, 1, 30_000), (22_050, 2, 40_000), (44_100, 2, 500)]
    {
        let workshop = Workshop::new(rate_hz, channels, samples);
        let file = workshop.encode(16, "song.m4a", &["-c:a", "aac", "-b:a", "160k"]);
        assert_gapless(&workshop, &file, "mp4", "aac");
        let reordered = workshop.encode(16, "fast.m4a", &["-c:a", "aac", "-b:a", "160k", "-movflags", "+faststart"]);
        assert_gapless(&workshop, &reordered, "mp4", "aac");
    }
}

#[test]
fn aac_in_fragments_loses_its_priming_and_keeps_its_end() {
    let workshop = Workshop::new(44_100, 2, 60_123);
    let file = workshop.encode(
        16,
        "fragments.m4a",
        &["-c:a", "aac", "-movflags", "+frag_keyframe+empty_moov+delay_moov", "-frag_duration", "300000"],
    );
    let recording = decode(&file).unwrap();
    let samples = recording.block.len();
    assert!((60_123..60_123 + 1024).contains(&samples), "{samples}");
    assert_eq!(lag(&workshop.signal.planes[0], &recording.block.planes[0]).0, 0);
}

#[test]
fn the_note_of_itunes_is_followed_where_there_is_no_edit_list() {
    let workshop = Workshop::new(44_100, 2, 60_123);
    let file = workshop.encode(16, "noted.m4a", &["-c:a", "aac", "-b:a", "160k", "-use_editlist", "0"]);
    let noted = judges::note_gapless(&std::fs::read(file).unwrap(), 1024, 60_123);
    assert_gapless(&workshop, &workshop.write("noted2.m4a", &noted), "mp4", "aac");
}

#[test]
fn the_output_gain_of_opus_is_applied() {
    let workshop = Workshop::new(48_000, 1, 60_000);
    let file = workshop.encode(16, "plain.opus", &["-c:a", "libopus"]);
    let plain = decode(&file).unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    let head = bytes.windows(8).position(|window| window == b"OpusHead").unwrap();
    // Six decibels quieter, in 1/256 dB; then the page's checksum is made right again.
    bytes[head + 16..head + 18].copy_from_slice(&(-1541_i16).to_le_bytes());
    judges::mend_ogg_page(&mut bytes);
    let quiet = decode(&workshop.write("quiet.opus", &bytes)).unwrap();
    assert_eq!(plain.block.len(), quiet.block.len());
    let peak =
        |block: &sillon_media::PcmBlock| block.planes[0].iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    let ratio = peak(&quiet.block) / peak(&plain.block);
    assert!((ratio - 0.5).abs() < 0.001, "{ratio}");
}

#[test]
fn a_page_that_is_marked_as_last_too_early_does_not_end_the_sound() {
    let workshop = Workshop::new(44_100, 2, 200_123);
    let file = workshop.encode(16, "song.ogg", &["-c:a", "libvorbis", "-page_duration", "200000"]);
    let mut bytes = std::fs::read(file).unwrap();
    let pages = judges::ogg_pages(&bytes);
    assert!(pages.len() > 12);
    for page in &pages[pages.len() - 5..] {
        bytes[page + 5] |= 0x04;
        judges::mend_ogg_page(&mut bytes[*page..]);
    }
    assert_gapless(&workshop, &workshop.write("marked.ogg", &bytes), "ogg", "vorbis");
}

#[test]
fn every_lossy_codec_decodes_to_what_ffmpeg_decodes() {
    let workshop = Workshop::new(48_000, 2, 100_000);
    let kinds = [("a.mp3", "libmp3lame"), ("a.m4a", "aac"), ("a.ogg", "libvorbis"), ("a.opus", "libopus")];
    for (name, codec) in kinds {
        let path = workshop.encode(16, name, &["-c:a", codec, "-b:a", "160k"]);
        let planes = decode(&path).unwrap().block.planes;
        let judged = judges::samples_by_ffmpeg(&path);
        let mut energies = (0.0, 0.0);
        for (index, pair) in judged.chunks_exact(2).enumerate().take(planes[0].len()) {
            for (sample, plane) in pair.iter().zip(&planes) {
                energies.0 += f64::from(*sample).powi(2);
                energies.1 += f64::from(sample - plane[index]).powi(2);
            }
        }
        let difference_db = 10.0 * (energies.1 / energies.0).log10();
        assert!(difference_db < -80.0, "{name}: {difference_db} dB");
    }
}
