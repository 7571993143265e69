//! The resampler keeps time to the sample and lets nothing through that was above the new rate's reach.

#![expect(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "signals are made of casts; what fails here fails the test"
)]

#[expect(dead_code, reason = "each test uses its own part of the judges")]
mod judges;

use std::f32::consts::FRAC_1_SQRT_2;
use std::f64::consts::TAU;

use judges::Noise;
use sillon_media::{PcmBlock, Resampler, aac_rate_hz, resampled_samples, to_stereo};

const RATES_HZ: [u32; 12] =
    [8_000, 11_025, 16_000, 22_050, 32_000, 37_800, 44_056, 64_000, 88_200, 96_000, 176_400, 192_000];

fn tone(rate_hz: u32, hz: f64, samples: usize) -> Vec<f32> {
    (0..samples).map(|index| (0.5 * (TAU * hz * index as f64 / f64::from(rate_hz)).sin()) as f32).collect()
}

/// Resamples in pieces of uneven length.
fn resample(plane: &[f32], from_hz: u32, to_hz: u32) -> Vec<f32> {
    let mut resampler = Resampler::new(from_hz, to_hz, 1).unwrap();
    let mut noise = Noise::new(5);
    let mut out = Vec::new();
    let mut rest = plane;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at((1 + noise.next() as usize % 9000).min(rest.len()));
        out.extend(resampler.push(&PcmBlock { planes: vec![piece.to_vec()] }).unwrap().planes.remove(0));
        rest = after;
    }
    out.extend(resampler.finish().unwrap().planes.remove(0));
    out
}

fn level_db(samples: &[f32]) -> f64 {
    let power = samples.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / samples.len() as f64;
    10.0 * power.max(1e-30).log10()
}

/// How far `heard` is from a tone of 0.5 at `hz` that began at zero, in decibels below that tone.
fn error_db(heard: &[f32], rate_hz: u32, hz: f64) -> f64 {
    // The first and last samples are next to silence, which is an edge that rings.
    let edge = 2000;
    let wanted = tone(rate_hz, hz, heard.len());
    let error: Vec<f32> = heard.iter().zip(&wanted).map(|(heard, wanted)| heard - wanted).collect();
    level_db(&error[edge..error.len() - edge]) - level_db(&wanted)
}

#[test]
fn each_rate_goes_to_its_own_family() {
    let pairs =
        [(44_100, 44_100), (88_200, 44_100), (176_400, 44_100), (22_050, 44_100), (11_025, 44_100), (48_000, 48_000)];
    for (from, to) in pairs {
        assert_eq!(aac_rate_hz(from), to);
    }
    for (from, to) in [
        (96_000, 48_000),
        (192_000, 48_000),
        (32_000, 48_000),
        (16_000, 48_000),
        (8_000, 48_000),
        (37_800, 44_100),
        (50_000, 48_000),
    ] {
        assert_eq!(aac_rate_hz(from), to);
    }
}

#[test]
fn the_number_of_samples_is_exact_at_every_rate_and_length() {
    // The last one shares no divisor with its target.
    for from in RATES_HZ.into_iter().chain([47_999]) {
        let to = aac_rate_hz(from);
        for samples in [1, 2, 999, 1024, 30_011] {
            let out = resample(&tone(from, 440.0, samples), from, to);
            assert_eq!(out.len() as u64, resampled_samples(samples as u64, from, to), "{from} to {to}, {samples}");
        }
    }
    assert_eq!(resampled_samples(3, 96_000, 48_000), 2);
    assert_eq!(resampled_samples(u64::MAX, 1, 192_000), u64::MAX);
}

#[test]
fn a_tone_comes_out_as_the_same_tone_without_delay() {
    for from in RATES_HZ {
        let to = aac_rate_hz(from);
        let out = resample(&tone(from, 1000.0, from as usize), from, to);
        let error = error_db(&out, to, 1000.0);
        // A delay of a hundredth of a sample would be an error of -63 dB.
        assert!(error < -100.0, "{from} to {to}: {error}");
    }
}

#[test]
fn what_is_above_the_new_rate_is_100_db_down() {
    for from in [64_000, 88_200, 96_000, 176_400, 192_000] {
        let to = aac_rate_hz(from);
        for place in [1.002, 1.02, 1.1, 1.3] {
            let hz = f64::from(to) / 2.0 * place;
            let out = resample(&tone(from, hz, 50_000), from, to);
            let aliased = level_db(&out[2000..out.len() - 2000]) - level_db(&tone(from, hz, 50_000));
            assert!(aliased < -100.0, "{from} to {to}, {hz} Hz: {aliased} dB");
        }
    }
}

#[test]
fn images_of_low_rates_are_100_db_down() {
    for from in [8_000, 11_025, 16_000, 22_050, 32_000] {
        let to = aac_rate_hz(from);
        let hz = f64::from(from) * 0.4;
        let out = resample(&tone(from, hz, from as usize), from, to);
        let error = error_db(&out, to, hz);
        assert!(error < -100.0, "{from} to {to}: {error}");
    }
}

#[test]
fn what_people_hear_passes_unchanged() {
    for (from, hz) in [(96_000, 20_000.0), (88_200, 20_000.0), (192_000, 20_000.0), (96_000, 22_000.0)] {
        let to = aac_rate_hz(from);
        let out = resample(&tone(from, hz, 96_000), from, to);
        let loss = level_db(&out[2000..out.len() - 2000]) - level_db(&tone(from, hz, 96_000));
        assert!(loss.abs() < 0.01, "{from}, {hz} Hz: {loss} dB");
    }
}

#[test]
fn equal_rates_pass_every_sample() {
    let plane = tone(44_100, 440.0, 5000);
    assert!(resample(&plane, 44_100, 44_100) == plane);
}

#[test]
fn a_resampler_refuses_what_makes_no_sense() {
    assert!(Resampler::new(0, 48_000, 2).is_err());
    assert!(Resampler::new(96_000, 48_000, 0).is_err());
    let mut resampler = Resampler::new(96_000, 48_000, 2).unwrap();
    assert!(resampler.push(&PcmBlock { planes: vec![vec![0.0; 10]] }).is_err());
}

#[test]
fn one_and_two_channels_are_not_mixed() {
    for channels in [1, 2] {
        let block = PcmBlock { planes: (0..channels).map(|channel| vec![channel as f32; 3]).collect() };
        assert_eq!(to_stereo(block.clone()), block);
    }
}

#[test]
fn surround_is_mixed_by_bs_775_and_never_clips() {
    // Each channel alone: left, right, centre, effects, left and right surround.
    let shares: Vec<(f32, f32)> = (0..6)
        .map(|alone| {
            let planes = (0..6).map(|channel| vec![if channel == alone { 1.0 } else { 0.0 }]).collect();
            let mixed = to_stereo(PcmBlock { planes });
            (mixed.planes[0][0], mixed.planes[1][0])
        })
        .collect();
    let ratio = |share: f32| share / shares[0].0;
    assert!(shares[0].1 == 0.0 && shares[3] == (0.0, 0.0));
    assert!((ratio(shares[2].0) - FRAC_1_SQRT_2).abs() < 1e-3 && (ratio(shares[2].1) - FRAC_1_SQRT_2).abs() < 1e-3);
    assert!((ratio(shares[4].0) - FRAC_1_SQRT_2).abs() < 1e-3 && shares[4].1 == 0.0);
    assert!((ratio(shares[5].1) - FRAC_1_SQRT_2).abs() < 1e-3 && shares[5].0 == 0.0);
    for channels in 3..=8 {
        let mixed = to_stereo(PcmBlock { planes: vec![vec![1.0]; channels] });
        assert_eq!(mixed.planes.len(), 2);
        assert!(mixed.planes.iter().all(|plane| (plane[0] - 1.0).abs() < 1e-6), "{channels}: {mixed:?}");
    }
}
