//! Lossless sources decode to the very samples, judged by ffmpeg and flac.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

#[expect(dead_code, reason = "each test uses its own part of the judges")]
mod judges;

use judges::{Workshop, decode, ffmpeg, md5_by_ffmpeg, run};
use std::path::Path;
use std::process::Command;

const SAMPLES: usize = 30_011;

fn assert_exact(path: &Path, container: &str, codec: &str, bits: u8, ffmpeg_codec: &str) {
    let recording = decode(path).unwrap();
    assert_eq!((recording.source.container.as_str(), recording.source.codec.as_str()), (container, codec));
    assert_eq!(recording.bits(), Some(bits), "{}", path.display());
    assert_eq!(recording.block.len(), SAMPLES);
    assert_eq!(recording.expected_samples, Some(SAMPLES as u64));
    assert_eq!(recording.md5, md5_by_ffmpeg(path, ffmpeg_codec), "{}", path.display());
}

#[test]
fn wave_of_every_depth_is_exact() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    assert_exact(&workshop.wav(8), "wav", "pcm", 8, "pcm_s8");
    assert_exact(&workshop.wav(16), "wav", "pcm", 16, "pcm_s16le");
    assert_exact(&workshop.wav(24), "wav", "pcm", 24, "pcm_s24le");
}

#[test]
fn wave_in_its_extensible_and_64_bit_forms_is_exact() {
    let workshop = Workshop::new(96_000, 6, SAMPLES);
    let extensible = workshop.encode(24, "extensible.wav", &["-c:a", "pcm_s24le"]);
    assert_exact(&extensible, "wav", "pcm", 24, "pcm_s24le");
    let long = workshop.encode(24, "long.wav", &["-c:a", "pcm_s24le", "-rf64", "always"]);
    assert_eq!(&std::fs::read(&long).unwrap()[..4], b"RF64");
    assert_exact(&long, "wav", "pcm", 24, "pcm_s24le");
}

#[test]
fn wave_whose_length_was_not_known_to_its_writer_is_read_to_its_end() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    let source = workshop.wav(16);
    let streamed =
        run(ffmpeg().arg("-i").arg(&source).args(["-fflags", "+bitexact", "-c:a", "pcm_s16le", "-f", "wav", "-"]));
    assert!(streamed.windows(8).any(|window| window == b"data\xff\xff\xff\xff"));
    assert_exact(&workshop.write("streamed.wav", &streamed), "wav", "pcm", 16, "pcm_s16le");
}

#[test]
fn wide_samples_that_hold_24_bits_are_lossless() {
    let workshop = Workshop::new(48_000, 2, SAMPLES);
    for (name, codec) in [("int.wav", "pcm_s32le"), ("float.wav", "pcm_f32le"), ("double.wav", "pcm_f64le")] {
        let wide = workshop.encode(24, name, &["-c:a", codec]);
        assert_exact(&wide, "wav", "pcm", 24, "pcm_s24le");
    }
}

#[test]
fn wide_samples_that_hold_more_than_24_bits_are_lossy() {
    let workshop = Workshop::new(48_000, 2, SAMPLES);
    for bits in [32, -32] {
        let recording = decode(&workshop.wav(bits)).unwrap();
        assert_eq!(recording.bits(), None);
        assert_eq!(recording.block.len(), SAMPLES);
        let heard = recording.block.planes.iter().zip(&workshop.signal.planes);
        for (heard, played) in heard.flat_map(|(heard, played)| heard.iter().zip(played)) {
            assert!((f64::from(*heard) - played).abs() < 1e-7);
        }
    }
}

#[test]
fn aiff_in_all_its_byte_orders_is_exact() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    let plain = workshop.encode(16, "plain.aiff", &["-c:a", "pcm_s16be"]);
    assert_exact(&plain, "aiff", "pcm", 16, "pcm_s16le");
    let deep = workshop.encode(24, "deep.aiff", &["-c:a", "pcm_s24be"]);
    assert_exact(&deep, "aiff", "pcm", 24, "pcm_s24le");
    let narrow = workshop.encode(8, "narrow.aiff", &["-c:a", "pcm_s8"]);
    assert_exact(&narrow, "aiff", "pcm", 8, "pcm_s8");
    let swapped = workshop.encode(16, "swapped.aiff", &["-c:a", "pcm_s16le"]);
    assert_exact(&swapped, "aiff", "pcm", 16, "pcm_s16le");
}

#[test]
fn flac_is_exact_at_both_depths_and_by_both_encoders() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    let shallow = workshop.encode(16, "shallow.flac", &[]);
    assert_exact(&shallow, "flac", "flac", 16, "pcm_s16le");
    let deep = workshop.encode(24, "deep.flac", &["-sample_fmt", "s32"]);
    assert_exact(&deep, "flac", "flac", 24, "pcm_s24le");
    let reference = workshop.path("reference.flac");
    run(Command::new("flac").args(["-s", "-8", "-o"]).arg(&reference).arg(workshop.wav(24)));
    assert_exact(&reference, "flac", "flac", 24, "pcm_s24le");
}

#[test]
fn flac_of_one_and_of_six_channels_is_exact() {
    for channels in [1, 6] {
        let workshop = Workshop::new(48_000, channels, SAMPLES);
        let file = workshop.encode(16, "many.flac", &[]);
        assert_exact(&file, "flac", "flac", 16, "pcm_s16le");
    }
}

#[test]
fn flac_behind_a_tag_of_mp3_is_exact() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    let flac = std::fs::read(workshop.encode(16, "plain.flac", &[])).unwrap();
    let mut tagged = b"ID3\x04\0\0\0\x01\x00\x00".to_vec();
    tagged.resize(10 + (1 << 14), 0);
    tagged.extend(flac);
    assert_exact(&workshop.write("tagged.flac", &tagged), "flac", "flac", 16, "pcm_s16le");
}

#[test]
fn flac_in_ogg_is_exact() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    let file = workshop.encode(16, "inside.oga", &["-c:a", "flac"]);
    assert_exact(&file, "ogg", "flac", 16, "pcm_s16le");
}

#[test]
fn alac_is_exact_at_both_depths() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    let shallow = workshop.encode(16, "shallow.m4a", &["-c:a", "alac"]);
    assert_exact(&shallow, "mp4", "alac", 16, "pcm_s16le");
    let deep = workshop.encode(24, "deep.m4a", &["-c:a", "alac", "-sample_fmt", "s32p"]);
    assert_exact(&deep, "mp4", "alac", 24, "pcm_s24le");
}
