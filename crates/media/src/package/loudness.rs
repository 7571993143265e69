//! The loudness box `ludt` (ISO/IEC 14496-12, 12.2.7), for players that even out tracks by what the file says.
//!
//! Measuring belongs to `measure`; the coding of values is that of ISO/IEC 23003-4, table A.48 and following.

use super::boxes::write_box;
use crate::error::MediaError;
use crate::manifest::Loudness;

/// Appends `udta` with `ludt` and one `tlou` box; nothing when no integrated loudness could be measured.
///
/// Invariant: the size depends only on which of the values are there.
pub(super) fn write_user_data(out: &mut Vec<u8>, loudness: &Loudness) -> Result<(), MediaError> {
    let Some(integrated_lufs) = loudness.integrated_lufs else {
        return Ok(());
    };
    write_box(out, *b"udta", |out| {
        write_box(out, *b"ludt", |out| {
            write_box(out, *b"tlou", |out| {
                write_track_loudness(out, integrated_lufs, loudness);
                Ok(())
            })
        })
    })
}

fn write_track_loudness(out: &mut Vec<u8>, integrated_lufs: f64, loudness: &Loudness) {
    let mut measurements = vec![(METHOD_PROGRAM_LOUDNESS, program_loudness_code(integrated_lufs))];
    if let Some(range_lu) = loudness.range_lu {
        measurements.push((METHOD_LOUDNESS_RANGE, loudness_range_code(range_lu)));
    }
    // Version 0 and flags; then 3 reserved bits, 7 of the down-mix and 6 of the DRC set: the sound as it is.
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&[0; 2]);
    // 12 bits of sample peak (not given), 12 bits of true peak, 4 of its measurement system, 4 of its reliability.
    let peak = loudness.true_peak_dbtp.map_or(0, true_peak_code);
    let system = if peak == 0 { 0 } else { u32::from(SYSTEM_BS_1770_4) << 4 | u32::from(RELIABILITY_ACCURATE) };
    out.extend_from_slice(&(peak << 8 | system).to_be_bytes());
    out.push(u8::try_from(measurements.len()).expect("there are at most two measurements"));
    for (method, value) in measurements {
        out.extend_from_slice(&[method, value, SYSTEM_BS_1770_4 << 4 | RELIABILITY_ACCURATE]);
    }
}

const METHOD_PROGRAM_LOUDNESS: u8 = 1;
const METHOD_LOUDNESS_RANGE: u8 = 6;
/// ITU-R BS.1770-4.
const SYSTEM_BS_1770_4: u8 = 2;
/// Measured and accurate.
const RELIABILITY_ACCURATE: u8 = 3;

/// −57.75 LUFS upwards in quarters.
fn program_loudness_code(lufs: f64) -> u8 {
    to_code((lufs + 57.75) * 4.0, 0, 255)
}

/// Three slopes: quarters up to 32 LU, halves up to 70 LU, then whole LU.
fn loudness_range_code(range_lu: f64) -> u8 {
    if range_lu <= 32.0 {
        to_code(range_lu * 4.0, 0, 128)
    } else if range_lu <= 70.0 {
        to_code((range_lu - 32.0) * 2.0 + 128.0, 128, 204)
    } else {
        to_code(range_lu - 70.0 + 204.0, 204, 255)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range before")]
fn to_code(value: f64, least: u8, greatest: u8) -> u8 {
    value.round().clamp(f64::from(least), f64::from(greatest)) as u8
}

/// 20 dBTP downwards in steps of 1/32 dB; 0 would say that it is not known.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range before")]
fn true_peak_code(dbtp: f64) -> u32 {
    ((20.0 - dbtp) * 32.0).round().clamp(1.0, 4095.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loudness_and_peak_are_coded_in_the_steps_of_the_standard() {
        let loudness = Loudness { integrated_lufs: Some(-14.0), range_lu: Some(6.5), true_peak_dbtp: Some(-1.0) };
        let mut out = Vec::new();
        write_user_data(&mut out, &loudness).unwrap();
        let body = &out[out.len() - 17..];
        assert_eq!(body[..6], [0; 6]);
        // (20 + 1) * 32 = 672 = 0x2A0.
        assert_eq!(body[6..10], [0x00, 0x02, 0xA0, 0x23]);
        // (-14 + 57.75) * 4 = 175; 6.5 * 4 = 26.
        assert_eq!(body[10..], [2, 1, 175, 0x23, 6, 26, 0x23]);
    }

    #[test]
    fn silence_gets_no_loudness_box() {
        let loudness = Loudness { integrated_lufs: None, range_lu: None, true_peak_dbtp: None };
        let mut out = Vec::new();
        write_user_data(&mut out, &loudness).unwrap();
        assert!(out.is_empty());
    }

    #[test]
    fn extreme_values_stay_within_their_bits() {
        assert_eq!(program_loudness_code(-70.0), 0);
        assert_eq!(program_loudness_code(12.0), 255);
        assert_eq!(loudness_range_code(32.0), 128);
        assert_eq!(loudness_range_code(200.0), 255);
        assert_eq!(true_peak_code(20.0), 1);
        assert_eq!(true_peak_code(-200.0), 4095);
    }
}
