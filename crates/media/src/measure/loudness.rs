//! Loudness of a whole track after EBU R 128 (ITU-R BS.1770-4, EBU Tech 3342).
//!
//! What a player makes of it (gain) is the player's business; samples are never changed.

use ebur128::{Channel, EbuR128, Mode};

use crate::error::MediaError;
use crate::manifest::Loudness;
use crate::pcm::{PcmBlock, PcmFormat};

/// Seconds that short-term loudness looks at; below this length there is no loudness range.
const SHORT_TERM_SECONDS: u64 = 3;

/// Measures integrated loudness, range and true peak.
pub struct LoudnessMeter {
    meter: EbuR128,
    samples: u64,
    format: PcmFormat,
}

impl LoudnessMeter {
    /// Starts a measurement. Channels are taken in the order of the WAVE format.
    ///
    /// # Errors
    /// [`MediaError::Unsupported`] for rates and numbers of channels that cannot be measured.
    pub fn new(format: PcmFormat) -> Result<Self, MediaError> {
        let mode = Mode::I | Mode::LRA | Mode::TRUE_PEAK;
        let mut meter = EbuR128::new(u32::from(format.channels), format.sample_rate_hz, mode).map_err(refuse)?;
        meter.set_channel_map(channel_map(format.channels)).map_err(refuse)?;
        Ok(Self { meter, samples: 0, format })
    }

    /// Takes the next samples.
    ///
    /// # Errors
    /// [`MediaError::Unsupported`] when the block has another number of channels than the format.
    pub fn push(&mut self, block: &PcmBlock) -> Result<(), MediaError> {
        let planes: Vec<&[f32]> = block.planes.iter().map(Vec::as_slice).collect();
        if planes.len() != usize::from(self.format.channels) {
            return Err(refuse(ebur128::Error::InvalidChannelIndex));
        }
        self.meter.add_frames_planar_f32(&planes).map_err(refuse)?;
        self.samples += block.len() as u64;
        Ok(())
    }

    /// The measurement of everything pushed.
    pub fn finish(self) -> Loudness {
        let integrated_lufs = self.meter.loudness_global().ok().filter(|loudness| loudness.is_finite());
        let has_range = self.samples >= SHORT_TERM_SECONDS * u64::from(self.format.sample_rate_hz);
        let range_lu = self.meter.loudness_range().ok().filter(|_| has_range && integrated_lufs.is_some());
        let peaks = (0..u32::from(self.format.channels)).filter_map(|channel| self.meter.true_peak(channel).ok());
        let peak = peaks.fold(0.0, f64::max);
        let true_peak_dbtp = (peak > 0.0).then(|| 20.0 * peak.log10());
        Loudness { integrated_lufs, range_lu, true_peak_dbtp }
    }
}

fn refuse(error: ebur128::Error) -> MediaError {
    MediaError::Unsupported { what: format!("its loudness cannot be measured ({error})") }
}

/// Where the channels of the WAVE format stand; the effects channel does not count (BS.1770-4, annex 3).
fn channel_map(channels: u16) -> &'static [Channel] {
    use Channel::{Center, Left, LeftSurround, Mm090, Mm135, Mp090, Mp135, Mp180, Right, RightSurround, Unused};
    match channels {
        1 => &[Center],
        2 => &[Left, Right],
        3 => &[Left, Right, Center],
        4 => &[Left, Right, LeftSurround, RightSurround],
        5 => &[Left, Right, Center, LeftSurround, RightSurround],
        6 => &[Left, Right, Center, Unused, LeftSurround, RightSurround],
        7 => &[Left, Right, Center, Unused, Mp180, Mp090, Mm090],
        _ => &[Left, Right, Center, Unused, Mp135, Mm135, Mp090, Mm090],
    }
}
