//! FLAC renditions hold the very samples of the source.

use crate::sounds::{Encoded, Sound};
use crate::tools::{ffmpeg, flac_test};

#[test]
fn flac_of_a_16_bit_stereo_source_decodes_bit_exact() {
    assert_bit_exact(&Sound::music(44_100, 16, 2, 400_000).encode());
}

#[test]
fn flac_of_a_24_bit_stereo_source_decodes_bit_exact() {
    assert_bit_exact(&Sound::music(48_000, 24, 2, 100_001).encode());
}

#[test]
fn flac_of_a_mono_source_decodes_bit_exact() {
    assert_bit_exact(&Sound::music(44_100, 16, 1, 50_000).encode());
    assert_bit_exact(&Sound::music(44_100, 24, 1, 50_000).encode());
}

#[test]
fn flac_of_a_surround_source_keeps_all_six_channels_bit_exact() {
    assert_bit_exact(&Sound::music(48_000, 16, 6, 60_000).encode());
    assert_bit_exact(&Sound::music(48_000, 24, 6, 60_000).encode());
}

#[test]
fn flac_keeps_rates_beyond_sixteen_bits() {
    let encoded = Sound::music(96_000, 24, 2, 700_000).encode();
    assert_bit_exact(&encoded);
    assert_eq!(encoded.track.renditions.last().unwrap().sample_rate_hz, 96_000);
}

#[test]
fn flac_of_the_loudest_and_the_quietest_samples_decodes_bit_exact() {
    for bits in [16_u8, 24] {
        let top = (1 << (bits - 1)) - 1;
        let planes = vec![(0..9_000).map(|n| [top, -top - 1, 0, 1, -1][n % 5]).collect(), vec![-top - 1; 9_000]];
        assert_bit_exact(&Sound { sample_rate_hz: 44_100, bits_per_sample: bits, planes }.encode());
    }
}

#[test]
fn flac_of_one_sample_decodes_bit_exact() {
    assert_bit_exact(&Sound::music(44_100, 16, 2, 1).encode());
    assert_bit_exact(&Sound::music(44_100, 16, 2, 4_097).encode());
}

/// By ffmpeg against the generated samples, and by flac against the MD5 in the file.
fn assert_bit_exact(encoded: &Encoded) {
    let file = encoded.out_dir.join("flac.mp4");
    let format = format!("s{}le", encoded.sound.bits_per_sample);
    let decoded = ffmpeg(&[], &file, &["-c:a", &format!("pcm_{format}"), "-f", &format]);
    assert!(decoded == encoded.sound.pcm_bytes(), "ffmpeg decodes other samples");

    let digest = ffmpeg(&[], &encoded.source, &["-c:a", &format!("pcm_{format}"), "-f", "md5"]);
    assert_eq!(String::from_utf8(digest).unwrap().trim(), format!("MD5={}", encoded.track.pcm_md5));

    let native = encoded.out_dir.join("native.flac");
    std::fs::write(&native, ffmpeg(&[], &file, &["-c", "copy", "-f", "flac"])).unwrap();
    flac_test(&native);
}
