//! Recognises a file by its content, never by its name.
//!
//! Whether the content can be decoded is for `decode` to find out.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::error::MediaError;

/// How many first bytes [`sniff`] wants; fewer work for small files.
pub const SNIFF_BYTES: usize = 64 * 1024;

/// `ID3v2` tags that may follow each other before the file is given up.
const MAX_LEADING_TAGS: usize = 4;

/// A kind of file that holds sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Container {
    /// RIFF WAVE, and its 64-bit form RF64 (EBU Tech 3306).
    Wav,
    /// AIFF and AIFF-C.
    Aiff,
    /// Native FLAC (RFC 9639).
    Flac,
    /// MPEG-1, -2 and -2.5 Layer III.
    Mp3,
    /// ISO base media files: M4A, MP4.
    Mp4,
    /// Ogg (RFC 3533) with Vorbis, Opus or FLAC.
    Ogg,
}

impl Container {
    /// All kinds, in the order in which they are offered to people.
    pub const ALL: [Self; 6] = [Self::Wav, Self::Aiff, Self::Flac, Self::Mp3, Self::Mp4, Self::Ogg];

    /// Short name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wav => "wav",
            Self::Aiff => "aiff",
            Self::Flac => "flac",
            Self::Mp3 => "mp3",
            Self::Mp4 => "mp4",
            Self::Ogg => "ogg",
        }
    }

    /// File name extensions by which people know it, without dot, in lower case.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Wav => &["wav", "wave"],
            Self::Aiff => &["aiff", "aif", "aifc"],
            Self::Flac => &["flac"],
            Self::Mp3 => &["mp3"],
            Self::Mp4 => &["m4a", "mp4", "m4b"],
            Self::Ogg => &["ogg", "oga", "opus"],
        }
    }
}

/// Recognises a file by its first bytes ([`SNIFF_BYTES`] of them, or all if there are fewer).
///
/// A file that begins with an `ID3v2` tag longer than what is given counts as MP3, which it nearly always is;
/// [`sniff_file`] looks behind the tag.
pub fn sniff(first_bytes: &[u8]) -> Option<Container> {
    let mut rest = first_bytes;
    for _ in 0..MAX_LEADING_TAGS {
        let Some(length) = id3v2_length(rest) else { break };
        let length = usize::try_from(length).ok()?;
        match rest.get(length..) {
            Some(behind) if !behind.is_empty() => rest = behind,
            _ => return Some(Container::Mp3),
        }
    }
    sniff_untagged(rest)
}

/// Recognises a file on disk.
///
/// # Errors
/// [`MediaError::Empty`], [`MediaError::NotAudio`], [`MediaError::Io`].
pub fn sniff_file(path: &Path) -> Result<Container, MediaError> {
    let mut file = File::open(path).map_err(|source| MediaError::io(path, source))?;
    locate(&mut file, path).map(|located| located.container)
}

/// Where the sound of a file begins, and what it is.
pub(crate) struct Located {
    /// The kind.
    pub(crate) container: Container,
    /// Bytes of tags before the container's own first byte.
    pub(crate) offset_bytes: u64,
}

/// Skips leading tags and recognises what follows. Leaves the file at an unspecified position.
pub(crate) fn locate(file: &mut File, path: &Path) -> Result<Located, MediaError> {
    let io = |source| MediaError::io(path, source);
    let mut offset_bytes = 0;
    let mut head = Vec::new();
    for _ in 0..=MAX_LEADING_TAGS {
        file.seek(SeekFrom::Start(offset_bytes)).map_err(io)?;
        head.clear();
        file.by_ref().take(SNIFF_BYTES as u64).read_to_end(&mut head).map_err(io)?;
        if head.is_empty() {
            return Err(if offset_bytes == 0 { MediaError::Empty } else { MediaError::Silent });
        }
        match id3v2_length(&head) {
            Some(length) => offset_bytes += length,
            None => break,
        }
    }
    let container = sniff_untagged(&head).ok_or(MediaError::NotAudio)?;
    Ok(Located { container, offset_bytes })
}

/// Recognises what begins with the container's own bytes.
fn sniff_untagged(bytes: &[u8]) -> Option<Container> {
    let at = |offset: usize, length: usize| bytes.get(offset..offset + length).unwrap_or_default();
    match (at(0, 4), at(8, 4)) {
        (b"RIFF" | b"RF64" | b"BW64", b"WAVE") => Some(Container::Wav),
        (b"FORM", b"AIFF" | b"AIFC") => Some(Container::Aiff),
        (b"fLaC", _) => Some(Container::Flac),
        (b"OggS", _) => sniff_ogg(bytes),
        _ if at(4, 4) == b"ftyp" => sniff_brand(at(8, 4)),
        _ => is_mp3(bytes).then_some(Container::Mp3),
    }
}

/// Looks at the first packet of an Ogg file, which names its codec.
fn sniff_ogg(bytes: &[u8]) -> Option<Container> {
    let segments = usize::from(*bytes.get(26)?);
    let packet = bytes.get(27 + segments..)?;
    let signatures: [&[u8]; 3] = [b"\x01vorbis", b"OpusHead", b"\x7fFLAC"];
    signatures.iter().any(|signature| packet.starts_with(signature)).then_some(Container::Ogg)
}

/// Tells films and songs from the pictures that share the format (HEIF, AVIF).
fn sniff_brand(brand: &[u8]) -> Option<Container> {
    let is_picture = matches!(
        brand,
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" | b"avif" | b"avis" | b"crx "
    );
    (brand.len() == 4 && !is_picture).then_some(Container::Mp4)
}

/// Length of an `ID3v2` tag with its header and footer (id3.org, ID3v2.4 structure, 3.1), if one begins here.
fn id3v2_length(bytes: &[u8]) -> Option<u64> {
    let header: &[u8; 10] = bytes.first_chunk()?;
    let sizes = [header[6], header[7], header[8], header[9]];
    if !header.starts_with(b"ID3") || header[3] == 0xff || header[4] == 0xff || sizes.iter().any(|size| *size > 0x7f) {
        return None;
    }
    let body = sizes.iter().fold(0, |length, size| (length << 7) | u64::from(*size));
    let footer = if header[5] & 0x10 == 0 { 0 } else { 10 };
    Some(10 + body + footer)
}

/// True when two Layer III headers of one kind follow each other, after any padding of zeros.
fn is_mp3(bytes: &[u8]) -> bool {
    let Some(start) = bytes.iter().position(|byte| *byte != 0) else { return false };
    let Some(first) = bytes.get(start..).and_then(layer3_frame) else { return false };
    match bytes.get(start + first.length..) {
        Some(behind) if behind.len() >= 4 => layer3_frame(behind).is_some_and(|second| second.kind == first.kind),
        // A file of one frame has nothing to compare with; text and pictures do not come this far.
        _ => bytes.len() < SNIFF_BYTES,
    }
}

/// What a frame header says.
struct Layer3Frame {
    /// Bytes to the next header.
    length: usize,
    /// Version and rate bits, which stay the same in one stream.
    kind: [u8; 2],
}

/// Reads a Layer III frame header (ISO/IEC 11172-3, 2.4.1.3).
fn layer3_frame(bytes: &[u8]) -> Option<Layer3Frame> {
    const RATES_MPEG1: [usize; 3] = [44_100, 48_000, 32_000];
    const KBIT_MPEG1: [usize; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    const KBIT_MPEG2: [usize; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    let header: &[u8; 4] = bytes.first_chunk()?;
    let version = (header[1] >> 3) & 0b11;
    let is_layer3 = (header[1] >> 1) & 0b11 == 0b01;
    if header[0] != 0xff || header[1] < 0xe0 || version == 0b01 || !is_layer3 {
        return None;
    }
    let rate = RATES_MPEG1.get(usize::from((header[2] >> 2) & 0b11))?;
    let (rate, kbit, samples) = match version {
        0b11 => (*rate, KBIT_MPEG1, 1152),
        0b10 => (rate / 2, KBIT_MPEG2, 576),
        _ => (rate / 4, KBIT_MPEG2, 576),
    };
    let kbit = *kbit.get(usize::from(header[2] >> 4))?;
    if kbit == 0 {
        return None;
    }
    let padding = usize::from((header[2] >> 1) & 1);
    Some(Layer3Frame { length: samples / 8 * kbit * 1000 / rate + padding, kind: [header[1] & 0x1e, header[2] & 0x0c] })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mp3_frames(count: usize) -> Vec<u8> {
        let mut frame = vec![0xff, 0xfb, 0x90, 0x00];
        frame.resize(417, 0);
        frame.repeat(count)
    }

    #[test]
    fn each_container_is_recognised_by_its_first_bytes() {
        let mut ogg = b"OggS".to_vec();
        ogg.resize(26, 0);
        ogg.extend([1, 30]);
        ogg.extend(b"\x01vorbis");
        assert_eq!(sniff(b"RIFF\x24\0\0\0WAVEfmt "), Some(Container::Wav));
        assert_eq!(sniff(b"RF64\xff\xff\xff\xffWAVEds64"), Some(Container::Wav));
        assert_eq!(sniff(b"FORM\0\0\0\x24AIFCFVER"), Some(Container::Aiff));
        assert_eq!(sniff(b"fLaC\0\0\0\x22"), Some(Container::Flac));
        assert_eq!(sniff(b"\0\0\0\x20ftypM4A \0\0\0\0"), Some(Container::Mp4));
        assert_eq!(sniff(&ogg), Some(Container::Ogg));
        assert_eq!(sniff(&mp3_frames(3)), Some(Container::Mp3));
    }

    #[test]
    fn a_tag_before_flac_does_not_make_it_mp3() {
        let mut tagged = b"ID3\x04\0\0\0\0\0\x05abcde".to_vec();
        tagged.extend(b"fLaC\0\0\0\x22");
        assert_eq!(sniff(&tagged), Some(Container::Flac));
    }

    #[test]
    fn what_is_not_sound_is_not_recognised() {
        let others: [&[u8]; 9] = [
            b"",
            b"Just some text that was renamed to song.mp3",
            b"<!DOCTYPE html><html>",
            b"#EXTM3U\nhttp://example.org/a.mp3",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01",
            b"\0\0\0\x18ftypheic\0\0\0\0",
            b"RIFF\x24\0\0\0AVI LIST",
            b"\xff\xf1\x50\x80\x2e\x7f\xfc\x21\0\0\0\0\0\0",
        ];
        for other in others {
            assert_eq!(sniff(other), None, "{other:?}");
        }
    }

    #[test]
    fn one_frame_header_in_noise_is_not_mp3() {
        let mut noise = mp3_frames(1);
        noise.resize(4000, 0x55);
        assert_eq!(sniff(&noise), None);
    }
}
