//! Brings sound to the rates and channels of the AAC ladder: resampling and down-mixing.
//!
//! The lossless rendition keeps the source's rate and channels and never comes here.

use audioadapter_buffers::direct::SequentialSliceOfVecs;
use rubato::{Fft, FixedSync, Resampler as _, WindowFunction};

use crate::error::MediaError;
use crate::pcm::PcmBlock;

/// Length that a block of the Fourier transform has at least, at the lower of the two rates. It decides how steep
/// the filter is: at 48 kHz, 1024 pass everything up to 23.6 kHz.
const MIN_BLOCK_SAMPLES: usize = 1024;

/// The rate of the AAC renditions of a source, always 44100 or 48000 Hz.
///
/// Both families keep to their own (88.2 kHz becomes 44.1, 96 and 32 and 8 kHz become 48); odd rates go to the next
/// higher one of the two.
pub fn aac_rate_hz(source_rate_hz: u32) -> u32 {
    if source_rate_hz.is_multiple_of(11_025) {
        44_100
    } else if source_rate_hz.is_multiple_of(8_000) || source_rate_hz > 44_100 {
        48_000
    } else {
        44_100
    }
}

/// Samples that a resampled sound has: the same length, rounded to the nearest sample.
pub fn resampled_samples(samples: u64, from_hz: u32, to_hz: u32) -> u64 {
    let (from, to) = (u128::from(from_hz.max(1)), u128::from(to_hz));
    let scaled = (u128::from(samples) * to + from / 2) / from;
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

/// Changes the sample rate without delay: the first sample out is at the time of the first sample in.
pub struct Resampler {
    from_hz: u32,
    to_hz: u32,
    /// None when the rates are equal.
    fourier: Option<Fft<f32>>,
    /// Samples that wait until there is a block of them.
    waiting: Vec<Vec<f32>>,
    /// Samples out that are still the filter's delay.
    delay: usize,
    taken_samples: u64,
    given_samples: u64,
}

impl Resampler {
    /// Prepares for sound of so many channels. Equal rates pass everything unchanged.
    ///
    /// # Errors
    /// [`MediaError::Encoder`] for rates or channels of zero.
    pub fn new(from_hz: u32, to_hz: u32, channels: u16) -> Result<Self, MediaError> {
        let channels = usize::from(channels);
        let mut fourier = None;
        let mut delay = 0;
        if from_hz != to_hz {
            let made = make_fourier(from_hz as usize, to_hz as usize, channels)?;
            delay = made.output_delay();
            fourier = Some(made);
        }
        let waiting = vec![Vec::new(); channels];
        Ok(Self { from_hz, to_hz, fourier, waiting, delay, taken_samples: 0, given_samples: 0 })
    }

    /// Takes the next samples and gives those that are ready, perhaps none.
    ///
    /// # Errors
    /// [`MediaError::Encoder`] when the block has another number of channels.
    pub fn push(&mut self, block: &PcmBlock) -> Result<PcmBlock, MediaError> {
        self.taken_samples += block.len() as u64;
        if self.fourier.is_none() {
            return Ok(block.clone());
        }
        if block.planes.len() != self.waiting.len() {
            return Err(refuse("the number of channels changed"));
        }
        for (waiting, plane) in self.waiting.iter_mut().zip(&block.planes) {
            waiting.extend_from_slice(plane);
        }
        self.resample_waiting()
    }

    /// Gives the rest, so that all samples given are [`resampled_samples`] of those taken.
    ///
    /// # Errors
    /// [`MediaError::Encoder`] when the resampler fails.
    pub fn finish(mut self) -> Result<PcmBlock, MediaError> {
        let mut rest = PcmBlock { planes: vec![Vec::new(); self.waiting.len()] };
        let Some(fourier) = &self.fourier else { return Ok(rest) };
        let block_samples = fourier.input_frames_next();
        let total = resampled_samples(self.taken_samples, self.from_hz, self.to_hz);
        let missing = total.saturating_sub(self.given_samples);
        while (rest.len() as u64) < missing {
            for waiting in &mut self.waiting {
                waiting.resize(waiting.len().next_multiple_of(block_samples).max(block_samples), 0.0);
            }
            let more = self.resample_waiting()?;
            for (plane, more) in rest.planes.iter_mut().zip(more.planes) {
                plane.extend(more);
            }
        }
        let kept = usize::try_from(missing).unwrap_or(usize::MAX);
        rest.planes.iter_mut().for_each(|plane| plane.truncate(kept));
        Ok(rest)
    }

    /// Resamples as many whole blocks as are waiting.
    fn resample_waiting(&mut self) -> Result<PcmBlock, MediaError> {
        let mut given = PcmBlock { planes: vec![Vec::new(); self.waiting.len()] };
        let Some(fourier) = &mut self.fourier else { return Ok(given) };
        let channels = self.waiting.len();
        let block_samples = fourier.input_frames_next();
        let waiting_samples = self.waiting.first().map_or(0, Vec::len);
        let blocks = waiting_samples / block_samples;
        let mut out = vec![vec![0.0; fourier.output_frames_next()]; channels];
        for index in 0..blocks {
            let planes: Vec<Vec<f32>> =
                self.waiting.iter().map(|plane| plane[index * block_samples..][..block_samples].to_vec()).collect();
            let source = SequentialSliceOfVecs::new(&planes, channels, block_samples).map_err(refuse)?;
            let out_samples = fourier.output_frames_next();
            let mut target = SequentialSliceOfVecs::new_mut(&mut out, channels, out_samples).map_err(refuse)?;
            let (_, written) = fourier.process_into_buffer(&source, &mut target, None).map_err(refuse)?;
            let skipped = self.delay.min(written);
            self.delay -= skipped;
            for (plane, out) in given.planes.iter_mut().zip(&out) {
                plane.extend_from_slice(&out[skipped..written]);
            }
        }
        self.waiting.iter_mut().for_each(|plane| drop(plane.drain(..blocks * block_samples)));
        self.given_samples += given.len() as u64;
        Ok(given)
    }
}

/// Makes the resampler, whose block must be a whole number of the smallest periods that both rates share.
fn make_fourier(from: usize, to: usize, channels: usize) -> Result<Fft<f32>, MediaError> {
    if from == 0 || to == 0 || channels == 0 {
        return Err(refuse("a rate or a number of channels is zero"));
    }
    let shared = greatest_common_divisor(from, to);
    let (period_in, period_out) = (from / shared, to / shared);
    // An even number of periods, so that the delay is a whole number of samples.
    let periods = MIN_BLOCK_SAMPLES.div_ceil(period_in.min(period_out)).next_multiple_of(2);
    let window = WindowFunction::BlackmanHarris2;
    Fft::new_custom(from, to, periods * period_in, 1, channels, window, FixedSync::Both).map_err(refuse)
}

fn greatest_common_divisor(mut larger: usize, mut smaller: usize) -> usize {
    while smaller != 0 {
        (larger, smaller) = (smaller, larger % smaller);
    }
    larger
}

fn refuse(what: impl std::fmt::Display) -> MediaError {
    MediaError::Encoder { what: format!("resampling: {what}") }
}

/// Mixes three to eight channels down to two; one or two pass unchanged.
///
/// Coefficients of ITU-R BS.775-3 (annex 4, table 2): centre and surround by 0.7071, a rear centre by 0.5 to both
/// sides, the effects channel left out; then everything is divided by the sum of the coefficients of one side, so
/// that full scale in all channels is full scale in both.
pub fn to_stereo(block: PcmBlock) -> PcmBlock {
    const HALF_POWER: f32 = std::f32::consts::FRAC_1_SQRT_2;
    /// What one channel adds to the left and to the right.
    const LEFT: (f32, f32) = (1.0, 0.0);
    const RIGHT: (f32, f32) = (0.0, 1.0);
    const CENTRE: (f32, f32) = (HALF_POWER, HALF_POWER);
    const EFFECTS: (f32, f32) = (0.0, 0.0);
    const LEFT_SIDE: (f32, f32) = (HALF_POWER, 0.0);
    const RIGHT_SIDE: (f32, f32) = (0.0, HALF_POWER);
    const REAR: (f32, f32) = (0.5, 0.5);
    let shares: &[(f32, f32)] = match block.planes.len() {
        0..=2 => return block,
        3 => &[LEFT, RIGHT, CENTRE],
        4 => &[LEFT, RIGHT, LEFT_SIDE, RIGHT_SIDE],
        5 => &[LEFT, RIGHT, CENTRE, LEFT_SIDE, RIGHT_SIDE],
        6 => &[LEFT, RIGHT, CENTRE, EFFECTS, LEFT_SIDE, RIGHT_SIDE],
        7 => &[LEFT, RIGHT, CENTRE, EFFECTS, REAR, LEFT_SIDE, RIGHT_SIDE],
        _ => &[LEFT, RIGHT, CENTRE, EFFECTS, LEFT_SIDE, RIGHT_SIDE, LEFT_SIDE, RIGHT_SIDE],
    };
    let whole: f32 = shares.iter().map(|share| share.0).sum();
    let mut left = vec![0.0; block.len()];
    let mut right = vec![0.0; block.len()];
    for (plane, share) in block.planes.iter().zip(shares) {
        for (index, sample) in plane.iter().enumerate() {
            left[index] += sample * share.0 / whole;
            right[index] += sample * share.1 / whole;
        }
    }
    PcmBlock { planes: vec![left, right] }
}
