//! AAC renditions lie exactly where their edit list says.

use sillon_media::EncodedRendition;

use crate::sounds::{Encoded, Sound};
use crate::tools::decode_everything;

#[test]
fn every_aac_rendition_of_a_stereo_source_has_no_lag_and_less_than_a_packet_too_much() {
    let encoded = Sound::music(44_100, 16, 2, 600_123).encode();
    assert_eq!(names(&encoded), ["aac-160", "aac-96", "aac-64", "flac"]);
    assert_aligned(&encoded, &encoded.sound.planes);
}

#[test]
fn every_aac_rendition_of_a_48_khz_source_has_no_lag_and_less_than_a_packet_too_much() {
    let encoded = Sound::music(48_000, 24, 2, 400_000).encode();
    assert_aligned(&encoded, &sixteen_bits(&encoded.sound.planes));
}

#[test]
fn a_mono_source_stays_mono_at_half_the_bit_rate() {
    let encoded = Sound::music(44_100, 16, 1, 300_000).encode();
    assert_aligned(&encoded, &encoded.sound.planes);
    for (rendition, bits_per_second) in aac(&encoded).zip([80_000_u64, 48_000, 32_000]) {
        assert_eq!(rendition.channels, 1);
        let average = rendition.average_bits_per_second;
        assert!((bits_per_second..bits_per_second * 108 / 100).contains(&average), "{}: {average}", rendition.name);
    }
}

#[test]
fn a_96_khz_source_becomes_aac_at_48_khz_without_lag() {
    let encoded = Sound::music(96_000, 24, 2, 500_001).encode();
    for rendition in aac(&encoded) {
        assert_eq!((rendition.sample_rate_hz, rendition.samples), (48_000, 250_001));
    }
    let every_second: Vec<Vec<i32>> =
        sixteen_bits(&encoded.sound.planes).iter().map(|plane| plane.iter().step_by(2).copied().collect()).collect();
    assert_aligned(&encoded, &every_second);
}

#[test]
fn a_surround_source_becomes_stereo_without_lag() {
    let mut sound = Sound::music(48_000, 16, 6, 200_000);
    // Only the front speakers sound, so that the mix is known up to its gain.
    for plane in &mut sound.planes[2..] {
        plane.fill(0);
    }
    let encoded = sound.encode();
    assert!(aac(&encoded).all(|rendition| rendition.channels == 2));
    assert_aligned(&encoded, &encoded.sound.planes[..2]);
}

#[test]
fn the_smallest_sources_are_encoded_whole() {
    for samples in [1, 100, 1024] {
        let encoded = Sound::music(44_100, 16, 2, samples).encode();
        assert_lengths(&encoded);
        for rendition in &encoded.track.renditions {
            assert_eq!(rendition.segments.len(), 1, "{samples} samples");
        }
    }
}

#[test]
fn a_source_of_exactly_one_segment_has_one_segment_and_one_sample_more_begins_the_second() {
    for (rate, segment) in [(44_100, 262_144), (48_000, 307_200)] {
        for (samples, segments) in [(segment, 1), (segment + 1, 2)] {
            let encoded = Sound::music(rate, 16, 1, samples).encode();
            assert_lengths(&encoded);
            for rendition in &encoded.track.renditions {
                assert_eq!(rendition.segments.len(), segments, "{}: {samples} samples", rendition.name);
            }
        }
    }
}

#[test]
fn silence_is_encoded_and_stays_silent() {
    let encoded = Sound::silence(44_100, 2, 100_000).encode();
    assert_lengths(&encoded);
    assert_eq!(encoded.track.loudness.integrated_lufs, None);
    for rendition in aac(&encoded) {
        let loudest = decode_everything(&encoded.out_dir.join(&rendition.file_name)).into_iter().max().unwrap();
        assert!(loudest <= 1, "{}: {loudest}", rendition.name);
    }
}

fn names(encoded: &Encoded) -> Vec<&str> {
    encoded.track.renditions.iter().map(|rendition| rendition.name.as_str()).collect()
}

fn aac(encoded: &Encoded) -> impl Iterator<Item = &EncodedRendition> {
    encoded.track.renditions.iter().filter(|rendition| rendition.codec == "aac")
}

fn sixteen_bits(planes: &[Vec<i32>]) -> Vec<Vec<i32>> {
    planes.iter().map(|plane| plane.iter().map(|sample| sample >> 8).collect()).collect()
}

/// Lengths as declared, and the best match with `reference` (16 bits, at the renditions' rate) where it is declared.
fn assert_aligned(encoded: &Encoded, reference: &[Vec<i32>]) {
    assert_lengths(encoded);
    for rendition in aac(encoded) {
        let decoded = decode_everything(&encoded.out_dir.join(&rendition.file_name));
        for (channel, plane) in reference.iter().enumerate() {
            let decoded: Vec<i16> =
                decoded.iter().skip(channel).step_by(usize::from(rendition.channels)).copied().collect();
            let (lag, similarity) = best_lag(plane, &decoded[rendition.priming_samples as usize..]);
            assert_eq!(lag, 0, "{}, channel {channel}", rendition.name);
            assert!(similarity > 0.9, "{}, channel {channel}: correlation {similarity}", rendition.name);
        }
    }
}

/// All AAC renditions declare the same, ffmpeg decodes as much as is declared and less than a packet more.
fn assert_lengths(encoded: &Encoded) {
    let first = aac(encoded).next().unwrap();
    for rendition in aac(encoded) {
        let ticks = |rendition: &EncodedRendition| -> Vec<(u64, u64)> {
            rendition.segments.iter().map(|segment| (segment.start_ticks, segment.duration_ticks)).collect()
        };
        assert_eq!(ticks(rendition), ticks(first), "{}", rendition.name);
        assert_eq!((rendition.samples, rendition.priming_samples), (first.samples, 2048));
        if rendition.sample_rate_hz == encoded.sound.sample_rate_hz {
            assert_eq!(rendition.samples, encoded.sound.len() as u64);
        }
        let decoded = decode_everything(&encoded.out_dir.join(&rendition.file_name));
        let decoded = (decoded.len() / usize::from(rendition.channels)) as u64;
        let declared = rendition.samples + 2048;
        assert!((declared..declared + 1024).contains(&decoded), "{}: {decoded} for {declared}", rendition.name);
    }
}

/// The shift of `decoded` against `reference` with the highest correlation, and that correlation.
fn best_lag(reference: &[i32], decoded: &[i16]) -> (isize, f64) {
    const REACH: usize = 2_500;
    const WINDOW: usize = 16_384;
    let start = reference.len() / 2;
    let window: Vec<f64> = reference[start..start + WINDOW].iter().map(|sample| f64::from(*sample)).collect();
    let mut best = (0, f64::MIN);
    for shift in 0..=2 * REACH {
        let from = start + shift - REACH;
        let shifted = decoded[from..from + WINDOW].iter().map(|sample| f64::from(*sample));
        let (product, energy) =
            window.iter().zip(shifted).fold((0.0, 0.0), |(product, energy), (a, b)| (product + a * b, energy + b * b));
        let own: f64 = window.iter().map(|sample| sample * sample).sum();
        let similarity = product / (own * energy).sqrt().max(1.0);
        if similarity > best.1 {
            best = (shift.cast_signed() - REACH.cast_signed(), similarity);
        }
    }
    best
}
