//! Reads from the pages of an Ogg file (RFC 3533) at which positions its sound begins and ends. The demuxer takes the
//! first page that is marked as last for the end, and some files have several.
//!
//! Packets are taken out of the pages by the demuxer, not here.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use crate::error::MediaError;

/// Pages that are looked at for the beginning: 64 MiB of headers with artwork.
const MAX_FIRST_PAGES: usize = 1024;

/// Bytes at the end of the file that are looked at for the last page, which has up to 65,307.
const MAX_END_BYTES: u64 = 1024 * 1024;

/// Bytes of a page before its segment table.
const HEADER_BYTES: usize = 27;

/// The positions that the first and the last page of sound give, in samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Positions {
    /// Where the first page ends that says so.
    pub(super) first: u64,
    /// Packets of sound up to there.
    pub(super) packets_to_first: usize,
    /// True when that page is marked as the last one too.
    pub(super) is_first_the_last: bool,
    /// Where the last page ends.
    pub(super) last: u64,
}

/// Looks at the pages of one stream, whose headers take so many packets. None when they give no positions.
pub(super) fn read_positions(
    file: &mut File,
    offset_bytes: u64,
    serial: u32,
    header_packets: usize,
) -> Result<Option<Positions>, MediaError> {
    let last = read_last_position(file, serial).map_err(cut_off)?;
    file.seek(SeekFrom::Start(offset_bytes)).map_err(cut_off)?;
    let mut packets: usize = 0;
    for _ in 0..MAX_FIRST_PAGES {
        let Ok(page) = read_page(file) else { break };
        if page.serial != serial {
            continue;
        }
        packets += page.packets;
        if let (Some(first @ 1..), Some(last)) = (page.position, last) {
            let packets_to_first = packets.saturating_sub(header_packets);
            return Ok(Some(Positions { first, packets_to_first, is_first_the_last: page.is_last, last }));
        }
    }
    Ok(None)
}

fn cut_off(_: std::io::Error) -> MediaError {
    MediaError::damaged("its pages cannot be read")
}

/// What the header of a page says.
struct Page {
    serial: u32,
    /// None when no packet ends in the page.
    position: Option<u64>,
    is_last: bool,
    /// Packets that end in the page.
    packets: usize,
}

/// Reads the header of the page that begins here and passes over its content.
fn read_page(file: &mut File) -> std::io::Result<Page> {
    let mut header = [0; HEADER_BYTES];
    file.read_exact(&mut header)?;
    let Some(mut page) = parse_header(&header) else { return Err(std::io::ErrorKind::InvalidData.into()) };
    let mut segments = [0; 255];
    let segments = &mut segments[..usize::from(header[26])];
    file.read_exact(segments)?;
    page.packets = segments.iter().filter(|length| **length < 255).count();
    let content: i64 = segments.iter().map(|length| i64::from(*length)).sum();
    file.seek(SeekFrom::Current(content))?;
    Ok(page)
}

fn parse_header(header: &[u8]) -> Option<Page> {
    let header: &[u8; HEADER_BYTES] = header.first_chunk()?;
    if !header.starts_with(b"OggS\0") {
        return None;
    }
    let mut position = [0; 8];
    position.copy_from_slice(&header[6..14]);
    let serial = u32::from_le_bytes([header[14], header[15], header[16], header[17]]);
    // Minus one means that no packet ends here; no position of sound is negative.
    let position = u64::try_from(i64::from_le_bytes(position)).ok();
    Some(Page { serial, position, is_last: header[5] & 0x04 != 0, packets: 0 })
}

/// Searches the end of the file for the last page of the stream that gives a position.
fn read_last_position(file: &mut File, serial: u32) -> std::io::Result<Option<u64>> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(MAX_END_BYTES)))?;
    let mut end = Vec::new();
    file.take(MAX_END_BYTES).read_to_end(&mut end)?;
    let mut pages = end.windows(HEADER_BYTES).rev().filter_map(parse_header).filter(|page| page.serial == serial);
    Ok(pages.find_map(|page| page.position))
}
