//! Loudness, waveform and digest, judged by ffmpeg and by arithmetic.

#![expect(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "signals are made of casts; what fails here fails the test"
)]

#[expect(dead_code, reason = "each test uses its own part of the judges")]
mod judges;

use std::f64::consts::TAU;
use std::process::Command;

use judges::Workshop;
use sillon_media::{Fidelity, Loudness, LoudnessMeter, PcmBlock, PcmDigest, PcmFormat, WaveformBuilder};

fn format(sample_rate_hz: u32, channels: u16) -> PcmFormat {
    PcmFormat { sample_rate_hz, channels, fidelity: Fidelity::Lossless { bits_per_sample: 24 } }
}

fn sine(rate_hz: f64, hz: f64, peak: f64, samples: usize) -> Vec<f32> {
    (0..samples).map(|index| (peak * (TAU * hz * index as f64 / rate_hz).sin()) as f32).collect()
}

fn loudness_of(format: PcmFormat, block: &PcmBlock) -> Loudness {
    let mut meter = LoudnessMeter::new(format).unwrap();
    for start in (0..block.len()).step_by(5000) {
        let end = (start + 5000).min(block.len());
        let planes = block.planes.iter().map(|plane| plane[start..end].to_vec()).collect();
        meter.push(&PcmBlock { planes }).unwrap();
    }
    meter.finish()
}

#[test]
fn the_reference_tone_of_the_ebu_measures_minus_23() {
    // EBU Tech 3341, test case 1: 1 kHz in both channels at -23 dBFS for 20 s.
    let tone = sine(48_000.0, 1000.0, 10_f64.powf(-23.0 / 20.0), 20 * 48_000);
    let loudness = loudness_of(format(48_000, 2), &PcmBlock { planes: vec![tone.clone(), tone] });
    assert!((loudness.integrated_lufs.unwrap() + 23.0).abs() < 0.1, "{loudness:?}");
    assert!(loudness.range_lu.unwrap() < 0.1, "{loudness:?}");
    assert!((loudness.true_peak_dbtp.unwrap() + 23.0).abs() < 0.2, "{loudness:?}");
}

#[test]
fn the_peak_between_samples_is_found() {
    // A quarter of the rate, sampled at 45°: samples reach 0.707 of what the tone reaches between them.
    let tone: Vec<f32> = (0..96_000).map(|index| (TAU * (f64::from(index) + 0.5) / 4.0).sin() as f32 * 0.5).collect();
    let loudness = loudness_of(format(48_000, 1), &PcmBlock { planes: vec![tone] });
    assert!((loudness.true_peak_dbtp.unwrap() + 6.02).abs() < 0.4, "{loudness:?}");
}

#[test]
fn loudness_and_range_agree_with_ffmpeg() {
    let workshop = Workshop::new(44_100, 2, 12 * 44_100);
    let path = workshop.wav(24);
    let mut louder = workshop.signal.clone();
    for plane in &mut louder.planes {
        let half = plane.len() / 2;
        plane[half..].iter_mut().for_each(|sample| *sample *= 0.3);
    }
    louder.write_wav(&path, 24);
    let recording = judges::decode(&path).unwrap();
    let loudness = loudness_of(recording.format, &recording.block);
    let output = Command::new("ffmpeg")
        .args(["-hide_banner", "-nostats", "-i"])
        .arg(&path)
        .args(["-af", "ebur128=peak=true", "-f", "null", "-"])
        .output()
        .unwrap();
    let report = String::from_utf8(output.stderr).unwrap();
    let summary = &report[report.rfind("Summary:").unwrap()..];
    let number = |label: &str| -> f64 {
        let rest = &summary[summary.find(label).unwrap() + label.len()..];
        rest.split_whitespace().next().unwrap().parse().unwrap()
    };
    assert!((loudness.integrated_lufs.unwrap() - number("I:")).abs() < 0.11, "{loudness:?} {summary}");
    assert!((loudness.range_lu.unwrap() - number("LRA:")).abs() < 0.3, "{loudness:?} {summary}");
    assert!((loudness.true_peak_dbtp.unwrap() - number("Peak:")).abs() < 0.2, "{loudness:?} {summary}");
}

#[test]
fn silence_and_short_sounds_measure_as_none() {
    let silence = loudness_of(format(44_100, 2), &PcmBlock { planes: vec![vec![0.0; 200_000]; 2] });
    assert_eq!(silence, Loudness { integrated_lufs: None, range_lu: None, true_peak_dbtp: None });
    let short = loudness_of(format(44_100, 1), &PcmBlock { planes: vec![sine(44_100.0, 440.0, 0.5, 44_100)] });
    assert!(short.integrated_lufs.is_some() && short.range_lu.is_none(), "{short:?}");
}

#[test]
fn every_number_of_channels_is_measured() {
    let tone = sine(48_000.0, 1000.0, 0.1, 48_000);
    for channels in 1..=8_u16 {
        let loudness =
            loudness_of(format(48_000, channels), &PcmBlock { planes: vec![tone.clone(); usize::from(channels)] });
        assert!(loudness.integrated_lufs.is_some(), "{channels}");
    }
    assert!(LoudnessMeter::new(format(48_000, 0)).is_err());
}

fn number(file: &[u8], offset: usize) -> u32 {
    u32::from_le_bytes(file[offset..offset + 4].try_into().unwrap())
}

fn waveform_of(format: PcmFormat, block: &PcmBlock, pieces: usize) -> Vec<u8> {
    let mut builder = WaveformBuilder::new(format);
    for start in (0..block.len()).step_by(pieces) {
        let end = (start + pieces).min(block.len());
        builder.push(&PcmBlock { planes: block.planes.iter().map(|plane| plane[start..end].to_vec()).collect() });
    }
    builder.finish()
}

#[test]
fn a_waveform_has_the_header_of_version_2_and_one_channel() {
    let block = PcmBlock { planes: vec![vec![0.5; 1000], vec![-0.25; 1000]] };
    let file = waveform_of(format(44_100, 2), &block, 333);
    assert_eq!([0, 4, 8, 12, 16, 20].map(|offset| number(&file, offset)), [2, 1, 44_100, 256, 4, 1]);
    assert_eq!(file.len(), 24 + 2 * 4);
    // The mean of both channels is 0.125, which is 16 of 128.
    assert!(file[24..].iter().all(|byte| *byte == 16), "{:?}", &file[24..]);
}

#[test]
fn a_point_holds_the_lowest_and_the_highest_sample() {
    let mut plane = vec![0.0; 512];
    plane[100] = 0.75;
    plane[200] = -1.0;
    plane[300] = 1.5;
    let file = waveform_of(format(44_100, 1), &PcmBlock { planes: vec![plane] }, 64);
    assert_eq!(file[24..], [128, 96, 0, 127]);
}

#[test]
fn a_long_waveform_stays_small_and_keeps_its_extremes() {
    let samples = 9_000_000;
    let mut plane = vec![0.0; samples];
    plane[8_999_999] = 0.5;
    plane[3_333_333] = -0.5;
    let file = waveform_of(format(44_100, 1), &PcmBlock { planes: vec![plane] }, 60_000);
    let (per_point, points) = (number(&file, 12), number(&file, 16) as usize);
    assert_eq!(per_point, 512);
    assert_eq!(points, samples.div_ceil(per_point as usize));
    assert!(file.len() < 64 * 1024 && file.len() == 24 + 2 * points);
    assert_eq!(file[24 + 2 * (3_333_333 / 512)], 192);
    assert_eq!(file[24 + 2 * (points - 1) + 1], 64);
}

#[test]
fn the_digest_does_not_depend_on_how_sound_is_cut_into_blocks() {
    let plane = sine(44_100.0, 440.0, 0.9, 10_000);
    let whole = {
        let mut digest = PcmDigest::new(format(44_100, 1));
        digest.push(&PcmBlock { planes: vec![plane.clone()] });
        digest.finish()
    };
    let mut digest = PcmDigest::new(format(44_100, 1));
    for piece in plane.chunks(777) {
        digest.push(&PcmBlock { planes: vec![piece.to_vec()] });
    }
    assert_eq!(digest.finish(), whole);
}

#[test]
fn the_digest_of_a_flac_file_is_the_one_in_its_head() {
    let workshop = Workshop::new(44_100, 2, 20_000);
    for (bits, format) in [(16, "s16"), (24, "s32")] {
        let path = workshop.encode(bits, "song.flac", &["-sample_fmt", format]);
        let head = judges::run(Command::new("metaflac").arg("--show-md5sum").arg(&path));
        assert_eq!(judges::decode(&path).unwrap().md5, String::from_utf8(head).unwrap().trim());
    }
}
