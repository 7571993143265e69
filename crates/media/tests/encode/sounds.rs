//! Generated sounds and the WAV files that hold them.

use std::path::{Path, PathBuf};

use sillon_media::{EncodeOptions, EncodedTrack, encode_file};
use tempfile::TempDir;

/// Integer samples of a sound, by channel.
#[derive(Clone)]
pub(crate) struct Sound {
    pub(crate) sample_rate_hz: u32,
    pub(crate) bits_per_sample: u8,
    pub(crate) planes: Vec<Vec<i32>>,
}

/// A sound, its file, and what became of it.
pub(crate) struct Encoded {
    pub(crate) sound: Sound,
    pub(crate) source: PathBuf,
    pub(crate) out_dir: PathBuf,
    pub(crate) track: EncodedTrack,
    _folder: TempDir,
}

impl Sound {
    /// Gliding tones with noise in bursts, different in every channel, all below 8 kHz: every moment is like no other.
    pub(crate) fn music(sample_rate_hz: u32, bits_per_sample: u8, channels: u32, samples: usize) -> Self {
        let plane = |channel: u32| {
            let mut noise = Noise { state: 0x9E37_79B9 ^ (channel + 1), low: 0.0 };
            let full = 2_f64.powi(i32::from(bits_per_sample) - 1) - 1.0;
            (0..samples)
                .map(|n| {
                    let t = n as f64 / f64::from(sample_rate_hz);
                    let glide =
                        (std::f64::consts::TAU * (220.0 + f64::from(channel) * 37.0) * t * (1.0 + 0.1 * t)).sin();
                    let burst = if (t * 4.0).fract() < 0.3 { 0.6 } else { 0.05 };
                    let value = 0.35 * glide + 0.5 * burst * noise.next(f64::from(sample_rate_hz));
                    (value.clamp(-1.0, 1.0) * full).round() as i32
                })
                .collect()
        };
        Self { sample_rate_hz, bits_per_sample, planes: (0..channels).map(plane).collect() }
    }

    pub(crate) fn silence(sample_rate_hz: u32, channels: usize, samples: usize) -> Self {
        Self { sample_rate_hz, bits_per_sample: 16, planes: vec![vec![0; samples]; channels] }
    }

    /// Samples of one channel.
    pub(crate) fn len(&self) -> usize {
        self.planes[0].len()
    }

    /// Encodes the sound as a WAV file with the product's options.
    pub(crate) fn encode(self) -> Encoded {
        let folder = TempDir::new().unwrap();
        let source = folder.path().join("source.wav");
        self.write_wav(&source);
        let out_dir = folder.path().join("out");
        std::fs::create_dir(&out_dir).unwrap();
        let track = encode_file(&source, &out_dir, &EncodeOptions::default(), &mut |_| {}).unwrap();
        Encoded { sound: self, source, out_dir, track, _folder: folder }
    }

    /// Interleaved little-endian integers, as PCM files hold them.
    pub(crate) fn pcm_bytes(&self) -> Vec<u8> {
        let bytes = usize::from(self.bits_per_sample / 8);
        let mut out = Vec::with_capacity(self.len() * self.planes.len() * bytes);
        for n in 0..self.len() {
            for plane in &self.planes {
                out.extend_from_slice(&plane[n].to_le_bytes()[..bytes]);
            }
        }
        out
    }

    /// The extensible WAVE format with the usual channels of mono, stereo and 5.1.
    pub(crate) fn write_wav(&self, path: &Path) {
        let channels = u16::try_from(self.planes.len()).unwrap();
        let bits = u16::from(self.bits_per_sample);
        let frame_bytes = channels * bits / 8;
        let speakers: u32 = match channels {
            1 => 0x4,
            2 => 0x3,
            6 => 0x3F,
            _ => 0,
        };
        let data = self.pcm_bytes();
        let mut wav = Vec::with_capacity(data.len() + 68);
        wav.extend_from_slice(b"RIFF");
        wav.extend_from_slice(&u32::try_from(data.len() + 60).unwrap().to_le_bytes());
        wav.extend_from_slice(b"WAVEfmt ");
        wav.extend_from_slice(&40_u32.to_le_bytes());
        for word in [0xFFFE, channels] {
            wav.extend_from_slice(&word.to_le_bytes());
        }
        wav.extend_from_slice(&self.sample_rate_hz.to_le_bytes());
        wav.extend_from_slice(&(self.sample_rate_hz * u32::from(frame_bytes)).to_le_bytes());
        for word in [frame_bytes, bits, 22, bits] {
            wav.extend_from_slice(&word.to_le_bytes());
        }
        wav.extend_from_slice(&speakers.to_le_bytes());
        wav.extend_from_slice(b"\x01\0\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71");
        wav.extend_from_slice(b"data");
        wav.extend_from_slice(&u32::try_from(data.len()).unwrap().to_le_bytes());
        wav.extend_from_slice(&data);
        std::fs::write(path, wav).unwrap();
    }
}

/// Noise below some 4 kHz, the same on every run.
struct Noise {
    state: u32,
    low: f64,
}

impl Noise {
    fn next(&mut self, sample_rate_hz: f64) -> f64 {
        self.state = self.state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let white = f64::from(self.state >> 8) / f64::from(1 << 23) - 1.0;
        self.low += (white - self.low) * (4_000.0 * std::f64::consts::TAU / sample_rate_hz).min(1.0);
        self.low
    }
}
