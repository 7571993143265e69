//! Signals to encode, ffmpeg and flac as judges, and the comparison of two recordings.

#![expect(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "a part of each test binary; signals are made of casts, and a judge that is missing fails the test"
)]

use std::f64::consts::TAU;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sillon_media::{Decoder, Fidelity, Limits, MediaError, PcmBlock, PcmDigest, PcmFormat, SourceDescription};
use tempfile::TempDir;

/// A sequence of numbers that is the same in every run.
pub struct Noise(u64);

impl Noise {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Between -1 and 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

/// A recording to encode: a rising tone with a little noise, another one in each channel.
#[derive(Clone)]
pub struct Signal {
    pub rate_hz: u32,
    pub planes: Vec<Vec<f64>>,
}

impl Signal {
    pub fn new(rate_hz: u32, channels: usize, samples: usize) -> Self {
        let plane = |channel: usize| {
            let mut noise = Noise::new(channel as u64 + 1);
            let mut phase = 0.0;
            let tone = move |index: usize| {
                let place = index as f64 / samples.max(1) as f64;
                let hz = 150.0 * (1.0 + 0.3 * channel as f64) * 20_f64.powf(place);
                phase += TAU * hz / f64::from(rate_hz);
                0.5 * phase.sin() + 0.02 * noise.unit()
            };
            (0..samples).map(tone).collect()
        };
        Self { rate_hz, planes: (0..channels).map(plane).collect() }
    }

    pub fn samples(&self) -> usize {
        self.planes[0].len()
    }

    /// Writes a WAVE file of integers of 16, 24 or 32 bits, or of floats when `bits` is -32.
    pub fn write_wav(&self, path: &Path, bits: i32) {
        let bytes = bits.unsigned_abs() as usize / 8;
        let mut data = Vec::with_capacity(self.samples() * self.planes.len() * bytes);
        for index in 0..self.samples() {
            for plane in &self.planes {
                match bits {
                    -32 => data.extend((plane[index] as f32).to_le_bytes()),
                    8 => data.push(((plane[index] * 127.0).round() as i64 + 128) as u8),
                    _ => {
                        let scale = 2_f64.powi(bits - 1) - 1.0;
                        data.extend_from_slice(&((plane[index] * scale).round() as i32).to_le_bytes()[..bytes]);
                    }
                }
            }
        }
        let tag: u16 = if bits < 0 { 3 } else { 1 };
        let channels = self.planes.len() as u16;
        let align = channels * bytes as u16;
        let mut file = b"RIFF".to_vec();
        file.extend((36 + data.len() as u32).to_le_bytes());
        file.extend(b"WAVEfmt \x10\0\0\0");
        file.extend(tag.to_le_bytes());
        file.extend(channels.to_le_bytes());
        file.extend(self.rate_hz.to_le_bytes());
        file.extend((self.rate_hz * u32::from(align)).to_le_bytes());
        file.extend(align.to_le_bytes());
        file.extend((bits.unsigned_abs() as u16).to_le_bytes());
        file.extend(b"data");
        file.extend((data.len() as u32).to_le_bytes());
        file.extend(data);
        std::fs::write(path, file).unwrap();
    }
}

/// A private folder with one recording, encoded as wanted.
pub struct Workshop {
    folder: TempDir,
    pub signal: Signal,
}

impl Workshop {
    pub fn new(rate_hz: u32, channels: usize, samples: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let signal = Signal::new(rate_hz, channels, samples);
        Self { folder, signal }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes the recording as WAVE.
    pub fn wav(&self, bits: i32) -> PathBuf {
        let path = self.path(&format!("source{bits}.wav"));
        self.signal.write_wav(&path, bits);
        path
    }

    /// Encodes the recording of so many bits by ffmpeg.
    pub fn encode(&self, bits: i32, name: &str, arguments: &[&str]) -> PathBuf {
        let source = self.wav(bits);
        let path = self.path(name);
        let mut command = ffmpeg();
        command.arg("-i").arg(source).args(["-map_metadata", "-1"]).args(arguments).arg(&path);
        run(&mut command);
        path
    }

    /// Writes bytes to a file.
    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

pub fn ffmpeg() -> Command {
    let mut command = Command::new("ffmpeg");
    command.args(["-hide_banner", "-loglevel", "error", "-nostdin", "-y"]);
    command
}

/// Runs a tool that must succeed and gives what it prints.
pub fn run(command: &mut Command) -> Vec<u8> {
    let output = command.stdin(Stdio::null()).output().expect("the tool is installed");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The MD5 that ffmpeg finds for the sound of a file, in a sample format like `pcm_s16le`.
pub fn md5_by_ffmpeg(path: &Path, codec: &str) -> String {
    let printed = run(ffmpeg().arg("-i").arg(path).args(["-map", "0:a:0", "-c:a", codec, "-f", "md5", "-"]));
    String::from_utf8(printed).unwrap().trim().trim_start_matches("MD5=").to_owned()
}

/// A whole file as it was decoded.
pub struct Recording {
    pub source: SourceDescription,
    pub format: PcmFormat,
    pub expected_samples: Option<u64>,
    pub damaged_packets: u64,
    pub block: PcmBlock,
    pub md5: String,
}

impl Recording {
    pub fn bits(&self) -> Option<u8> {
        match self.format.fidelity {
            Fidelity::Lossless { bits_per_sample } => Some(bits_per_sample),
            Fidelity::Lossy => None,
        }
    }
}

pub fn decode(path: &Path) -> Result<Recording, MediaError> {
    decode_within(path, &Limits::default())
}

pub fn decode_within(path: &Path, limits: &Limits) -> Result<Recording, MediaError> {
    let mut decoder = Decoder::open(path, limits)?;
    let format = decoder.format();
    let expected_samples = decoder.expected_samples();
    let mut digest = PcmDigest::new(format);
    let mut whole = PcmBlock { planes: vec![Vec::new(); usize::from(format.channels)] };
    while let Some(block) = decoder.next_block()? {
        assert!(!block.is_empty() && block.len() <= sillon_media::MAX_BLOCK_SAMPLES);
        assert_eq!(block.planes.len(), usize::from(format.channels));
        assert!(block.planes.iter().all(|plane| plane.len() == block.len()));
        assert!(block.planes.iter().flatten().all(|sample| sample.is_finite()));
        digest.push(&block);
        for (plane, more) in whole.planes.iter_mut().zip(block.planes) {
            plane.extend(more);
        }
    }
    assert!(decoder.next_block()?.is_none(), "the end stays the end");
    Ok(Recording {
        source: decoder.source().clone(),
        format,
        expected_samples,
        damaged_packets: decoder.damaged_packets(),
        block: whole,
        md5: digest.finish(),
    })
}

/// By how many samples `heard` comes later than `played`, and how alike they are then (1 is the same).
pub fn lag(played: &[f64], heard: &[f32]) -> (i64, f64) {
    const REACH: usize = 2500;
    let length = played.len().min(heard.len());
    let (from, to) = (REACH, (length - REACH).min(REACH + 8192));
    assert!(to > from + 2000, "too short to compare");
    let window: Vec<f32> = played[from..to].iter().map(|sample| *sample as f32).collect();
    let energy = |samples: &[f32]| samples.iter().map(|sample| sample * sample).sum::<f32>();
    let mut best = (0, f64::MIN);
    for shift in 0..=2 * REACH {
        let other = &heard[from + shift - REACH..to + shift - REACH];
        let product: f32 = window.iter().zip(other).map(|(a, b)| a * b).sum();
        let likeness = f64::from(product / (energy(&window) * energy(other)).sqrt().max(1e-12));
        if likeness > best.1 {
            best = (shift as i64 - REACH as i64, likeness);
        }
    }
    best
}

/// The sound of a file as ffmpeg decodes it, interleaved.
pub fn samples_by_ffmpeg(path: &Path) -> Vec<f32> {
    let bytes = run(ffmpeg().arg("-i").arg(path).args(["-map", "0:a:0", "-f", "f32le", "-"]));
    bytes.chunks_exact(4).map(|sample| f32::from_le_bytes(sample.try_into().unwrap())).collect()
}

/// Where each page of an Ogg file begins.
pub fn ogg_pages(bytes: &[u8]) -> Vec<usize> {
    bytes.windows(5).enumerate().filter_map(|(place, window)| (window == b"OggS\0").then_some(place)).collect()
}

/// Makes the checksum of the page right that is first in `bytes` (RFC 3533, 6: polynomial 0x04c11db7).
pub fn mend_ogg_page(bytes: &mut [u8]) {
    let segments = usize::from(bytes[26]);
    let body: usize = bytes[27..27 + segments].iter().map(|length| usize::from(*length)).sum();
    bytes[22..26].fill(0);
    let mut checksum = 0_u32;
    for byte in &bytes[..27 + segments + body] {
        checksum ^= u32::from(*byte) << 24;
        for _ in 0..8 {
            checksum = if checksum & 0x8000_0000 == 0 { checksum << 1 } else { (checksum << 1) ^ 0x04c1_1db7 };
        }
    }
    bytes[22..26].copy_from_slice(&checksum.to_le_bytes());
}

/// Adds `iTunSMPB` to an M4A file whose index comes last.
pub fn note_gapless(file: &[u8], priming: u32, samples: u64) -> Vec<u8> {
    fn boxed(kind: &[u8], content: &[u8]) -> Vec<u8> {
        let mut bytes = (content.len() as u32 + 8).to_be_bytes().to_vec();
        bytes.extend(kind);
        bytes.extend(content);
        bytes
    }
    let note = format!(" 00000000 {priming:08X} 00000000 {samples:016X} 00000000 00000000");
    let mut item = boxed(b"mean", b"\0\0\0\0com.apple.iTunes");
    item.extend(boxed(b"name", b"\0\0\0\0iTunSMPB"));
    item.extend(boxed(b"data", &[b"\0\0\0\x01\0\0\0\0", note.as_bytes()].concat()));
    let list = boxed(b"ilst", &boxed(b"----", &item));
    let handler = boxed(b"hdlr", &[&[0; 8][..], b"mdirappl", &[0; 9]].concat());
    let user_data = boxed(b"udta", &boxed(b"meta", &[&[0; 4][..], &handler, &list].concat()));
    let index = file.windows(4).rposition(|window| window == b"moov").unwrap() - 4;
    let length = u32::from_be_bytes(file[index..index + 4].try_into().unwrap());
    assert_eq!(index + length as usize, file.len(), "the index comes last");
    // The user data that is there goes away, so that there is one list.
    let mut content = file[index + 8..].to_vec();
    if let Some(old) = content.windows(4).rposition(|window| window == b"udta") {
        content.truncate(old - 4);
    }
    content.extend(user_data);
    [&file[..index], &boxed(b"moov", &content)].concat()
}
