//! The picture of a track's waveform: lowest and highest sample of each stretch, in audiowaveform's binary format,
//! version 2, 8 bit (<https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md>).
//!
//! Drawing it belongs to the web app.

use crate::pcm::{PcmBlock, PcmFormat};

/// Samples that one point covers in short tracks.
const FIRST_SAMPLES_PER_POINT: u32 = 256;

/// Points at most: 60 kB. When a track has more, every two are merged into one that covers twice as much, so that a
/// long track ends with between half as many and this many.
const MAX_POINTS: usize = 30_000;

/// Collects the points of a track.
///
/// Channels are averaged to one. A point is two signed bytes, lowest and highest sample; 128 is full scale.
pub struct WaveformBuilder {
    sample_rate_hz: u32,
    samples_per_point: u32,
    points: Vec<Point>,
    open_point: Point,
    open_samples: u32,
}

#[derive(Debug, Clone, Copy)]
struct Point {
    lowest: f32,
    highest: f32,
}

impl Point {
    const EMPTY: Self = Self { lowest: f32::INFINITY, highest: f32::NEG_INFINITY };

    fn merged(self, other: Self) -> Self {
        Self { lowest: self.lowest.min(other.lowest), highest: self.highest.max(other.highest) }
    }
}

impl WaveformBuilder {
    /// Starts a picture.
    pub fn new(format: PcmFormat) -> Self {
        Self {
            sample_rate_hz: format.sample_rate_hz,
            samples_per_point: FIRST_SAMPLES_PER_POINT,
            points: Vec::new(),
            open_point: Point::EMPTY,
            open_samples: 0,
        }
    }

    /// Takes the next samples.
    pub fn push(&mut self, block: &PcmBlock) {
        #[expect(clippy::cast_precision_loss, reason = "there are at most eight channels")]
        let share = 1.0 / block.planes.len().max(1) as f32;
        for index in 0..block.len() {
            let sample = block.planes.iter().map(|plane| plane[index]).sum::<f32>() * share;
            self.open_point = self.open_point.merged(Point { lowest: sample, highest: sample });
            self.open_samples += 1;
            if self.open_samples == self.samples_per_point {
                self.close_point();
            }
        }
    }

    /// The file: 24 bytes of header, then the points. The last one may cover fewer samples.
    pub fn finish(mut self) -> Vec<u8> {
        if self.open_samples > 0 {
            self.close_point();
        }
        let mut file = Vec::with_capacity(24 + 2 * self.points.len());
        let version: i32 = 2;
        let flags_8_bit: u32 = 1;
        let channels: i32 = 1;
        let length = u32::try_from(self.points.len()).expect("the number of points is bounded");
        file.extend_from_slice(&version.to_le_bytes());
        file.extend_from_slice(&flags_8_bit.to_le_bytes());
        file.extend_from_slice(&self.sample_rate_hz.to_le_bytes());
        file.extend_from_slice(&self.samples_per_point.to_le_bytes());
        file.extend_from_slice(&length.to_le_bytes());
        file.extend_from_slice(&channels.to_le_bytes());
        for point in &self.points {
            file.extend([to_byte(point.lowest), to_byte(point.highest)]);
        }
        file
    }

    fn close_point(&mut self) {
        self.points.push(self.open_point);
        self.open_point = Point::EMPTY;
        self.open_samples = 0;
        if self.points.len() > MAX_POINTS {
            self.halve();
        }
    }

    /// Merges every two points into one; an odd last one goes on being filled.
    fn halve(&mut self) {
        let pairs = self.points.chunks_exact(2);
        if let [last] = pairs.remainder() {
            self.open_point = *last;
            self.open_samples = self.samples_per_point;
        }
        self.points = pairs.map(|pair| pair[0].merged(pair[1])).collect();
        self.samples_per_point *= 2;
    }
}

/// Scales to a signed byte and gives its bits.
fn to_byte(sample: f32) -> u8 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to the range of a signed byte")]
    let scaled = (sample * 128.0).round().clamp(-128.0, 127.0) as i8;
    scaled.cast_unsigned()
}
