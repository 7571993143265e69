//! Reads from the boxes of an MP4 file (ISO/IEC 14496-12) what the demuxer leaves out: edit lists, the gapless note
//! of iTunes, and the rate that the sample entry claims. Refuses tables that promise more than the file can hold.
//!
//! Samples are taken out of the file by the demuxer, not here.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use crate::error::MediaError;

/// Children of one box that are looked at; a song has fewer than a hundred.
const MAX_CHILDREN: usize = 4096;

/// Longest content of a box that is read whole here.
const MAX_CONTENT_BYTES: u64 = 64 * 1024;

/// What a movie says beyond its samples.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Movie {
    /// Ticks a second of the lengths in edit lists.
    pub(super) ticks_per_second: u32,
    /// The tracks in order.
    pub(super) tracks: Vec<MovieTrack>,
    /// What iTunes and its like note about gapless playback.
    pub(super) gapless_note: Option<GaplessNote>,
    /// Length of the file by its boxes: more than there is when it is cut off.
    pub(super) claimed_file_bytes: u64,
}

/// What a track says beyond its samples.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct MovieTrack {
    /// The track's number.
    pub(super) id: u32,
    /// Ticks a second of the track's own times.
    pub(super) ticks_per_second: u32,
    /// The edits that show something of the track.
    pub(super) edits: Vec<Edit>,
    /// Rate that the sample entry claims, in Hz; 0 when it is none or too high for its field.
    pub(super) claimed_rate_hz: u32,
}

/// A stretch of a track that is to be played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edit {
    /// Length in ticks of the movie; 0 means to the end.
    pub(super) length_ticks: u64,
    /// Where it begins, in ticks of the track.
    pub(super) start_ticks: u64,
}

/// The numbers of `iTunSMPB`, in samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GaplessNote {
    /// Samples before the first real one.
    pub(super) priming: u64,
    /// Real samples.
    pub(super) samples: u64,
}

/// A box: its kind and where its content lies.
#[derive(Debug, Clone, Copy)]
struct BoxPlace {
    kind: [u8; 4],
    start: u64,
    /// End of what is there.
    end: u64,
    /// End by the box's own length.
    claimed_end: u64,
}

impl BoxPlace {
    fn length(self) -> u64 {
        self.end - self.start
    }
}

/// Walks through the boxes of a file that was recognised as MP4.
pub(super) fn read_movie(file: &mut File) -> Result<Movie, MediaError> {
    let end = file.seek(SeekFrom::End(0)).map_err(cut_off)?;
    let whole = BoxPlace { kind: *b"file", start: 0, end, claimed_end: end };
    let top = children(file, whole, 0)?;
    let movie_box = top.iter().find(|place| &place.kind == b"moov");
    let movie_box = *movie_box
        .ok_or_else(|| MediaError::damaged("its index is missing, so it is cut off or was never finished"))?;
    let claimed_file_bytes = top.iter().map(|place| place.claimed_end).fold(end, u64::max);
    let mut movie = Movie { claimed_file_bytes, ..Movie::default() };
    for place in children(file, movie_box, 0)? {
        match &place.kind {
            b"mvhd" => movie.ticks_per_second = read_ticks_per_second(file, place)?,
            b"trak" => movie.tracks.push(read_track(file, place, end)?),
            b"udta" => movie.gapless_note = movie.gapless_note.or(read_gapless_note(file, place)?),
            _ => {}
        }
    }
    Ok(movie)
}

fn cut_off(_: std::io::Error) -> MediaError {
    MediaError::damaged("it ends within its index")
}

/// Lists the boxes within a box, whose content begins after `skipped` bytes of fields.
fn children(file: &mut File, parent: BoxPlace, skipped: u64) -> Result<Vec<BoxPlace>, MediaError> {
    let mut places = Vec::new();
    let mut position = parent.start + skipped;
    while position + 8 <= parent.end && places.len() < MAX_CHILDREN {
        file.seek(SeekFrom::Start(position)).map_err(cut_off)?;
        let mut header = [0; 8];
        file.read_exact(&mut header).map_err(cut_off)?;
        let kind = [header[4], header[5], header[6], header[7]];
        let (start, end) = match u32::from_be_bytes([header[0], header[1], header[2], header[3]]) {
            0 => (position + 8, parent.end),
            1 => {
                let mut long = [0; 8];
                file.read_exact(&mut long).map_err(cut_off)?;
                (position + 16, position.saturating_add(u64::from_be_bytes(long)))
            }
            length => (position + 8, position + u64::from(length)),
        };
        match &parent.kind {
            // Tools leave junk behind the last box, and the sound of a file may be cut off.
            b"file" if start > end => break,
            b"file" => {}
            _ if start > end || end > parent.end => {
                return Err(MediaError::damaged("a part of its index is longer than the whole"));
            }
            _ => {}
        }
        let claimed_end = end;
        let end = end.min(parent.end);
        places.push(BoxPlace { kind, start: start.min(end), end, claimed_end });
        position = end;
    }
    Ok(places)
}

/// The content of a box, from its first byte, as far as it is needed here.
fn content(file: &mut File, place: BoxPlace) -> Result<Vec<u8>, MediaError> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(place.start)).map_err(cut_off)?;
    file.take(place.length().min(MAX_CONTENT_BYTES)).read_to_end(&mut bytes).map_err(cut_off)?;
    Ok(bytes)
}

/// Reads the time scale of `mvhd` or `mdhd`, which have it in one place.
fn read_ticks_per_second(file: &mut File, place: BoxPlace) -> Result<u32, MediaError> {
    let bytes = content(file, place)?;
    let offset = if bytes.first() == Some(&1) { 20 } else { 12 };
    number_32(&bytes, offset).filter(|ticks| *ticks > 0).ok_or_else(|| MediaError::damaged("its index has no clock"))
}

fn number_32(bytes: &[u8], offset: usize) -> Option<u32> {
    bytes.get(offset..)?.first_chunk().map(|chunk| u32::from_be_bytes(*chunk))
}

fn number_64(bytes: &[u8], offset: usize) -> Option<u64> {
    bytes.get(offset..)?.first_chunk().map(|chunk| u64::from_be_bytes(*chunk))
}

fn read_track(file: &mut File, track_box: BoxPlace, file_length: u64) -> Result<MovieTrack, MediaError> {
    let mut track = MovieTrack::default();
    // A list of boxes that are still to be opened, so that no recursion follows the file's nesting.
    let mut open = children(file, track_box, 0)?;
    while let Some(place) = open.pop() {
        match &place.kind {
            b"tkhd" => track.id = read_track_id(file, place)?,
            b"elst" => track.edits = read_edits(file, place)?,
            b"mdhd" => track.ticks_per_second = read_ticks_per_second(file, place)?,
            b"stsd" => track.claimed_rate_hz = read_claimed_rate(file, place)?,
            b"edts" | b"mdia" | b"minf" | b"stbl" if open.len() < MAX_CHILDREN => {
                open.extend(children(file, place, 0)?);
            }
            _ => check_table(file, place, file_length)?,
        }
    }
    Ok(track)
}

fn read_track_id(file: &mut File, place: BoxPlace) -> Result<u32, MediaError> {
    let bytes = content(file, place)?;
    let offset = if bytes.first() == Some(&1) { 20 } else { 12 };
    number_32(&bytes, offset).ok_or_else(|| MediaError::damaged("a track has no number"))
}

/// Reads an edit list (8.6.6) and leaves out its empty edits, which only delay the track.
fn read_edits(file: &mut File, place: BoxPlace) -> Result<Vec<Edit>, MediaError> {
    let bytes = content(file, place)?;
    let is_long = bytes.first() == Some(&1);
    let entry_bytes = if is_long { 20 } else { 12 };
    let entries = bytes.get(8..).unwrap_or_default().chunks_exact(entry_bytes);
    let declared = number_32(&bytes, 4).and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
    let edits = entries.take(declared).filter_map(|entry| {
        let (length_ticks, start) = if is_long {
            (number_64(entry, 0)?, number_64(entry, 8)?.cast_signed())
        } else {
            (u64::from(number_32(entry, 0)?), i64::from(number_32(entry, 4)?.cast_signed()))
        };
        let start_ticks = u64::try_from(start).ok()?;
        Some(Edit { length_ticks, start_ticks })
    });
    Ok(edits.collect())
}

/// The rate of the first audio sample entry (12.2.3), a 16.16 number.
fn read_claimed_rate(file: &mut File, place: BoxPlace) -> Result<u32, MediaError> {
    let bytes = content(file, place)?;
    // Version, count, then the entry: size, kind, 8 bytes common to all, 16 bytes of sound fields, the rate.
    Ok(number_32(&bytes, 8 + 8 + 8 + 16).unwrap_or(0) >> 16)
}

/// Refuses a table of the sample index whose entries cannot be in the file.
fn check_table(file: &mut File, place: BoxPlace, file_length: u64) -> Result<(), MediaError> {
    let (entry_bytes, count_offset): (u64, usize) = match &place.kind {
        b"stts" | b"ctts" | b"co64" => (8, 4),
        b"stsc" => (12, 4),
        b"stco" | b"stss" => (4, 4),
        b"stsz" => (4, 8),
        _ => return Ok(()),
    };
    let mut head = [0; 12];
    file.seek(SeekFrom::Start(place.start)).map_err(cut_off)?;
    let filled = count_offset + 4;
    file.read_exact(&mut head[..filled]).map_err(cut_off)?;
    let count = u64::from(number_32(&head, count_offset).unwrap_or(0));
    let common_bytes = u64::from(number_32(&head, 4).unwrap_or(0));
    let is_common_size = &place.kind == b"stsz" && common_bytes > 0;
    // Entries of one common size are not listed, but their content must be in the file.
    let (needed, room) = if is_common_size {
        (count * common_bytes, file_length)
    } else {
        (filled as u64 + count * entry_bytes, place.length())
    };
    if needed > room {
        return Err(MediaError::damaged("its index promises more than the file holds"));
    }
    Ok(())
}

/// Looks for `iTunSMPB` among the free-form items of `udta/meta/ilst`.
fn read_gapless_note(file: &mut File, user_data: BoxPlace) -> Result<Option<GaplessNote>, MediaError> {
    let Some(meta) = children(file, user_data, 0).ok().and_then(|places| find(&places, *b"meta")) else {
        return Ok(None);
    };
    // `meta` is a full box in MP4 and a plain one in QuickTime.
    let list = [4, 0].iter().find_map(|skipped| find(&children(file, meta, *skipped).ok()?, *b"ilst"));
    let Some(list) = list else { return Ok(None) };
    for item in children(file, list, 0).unwrap_or_default() {
        if &item.kind != b"----" || item.length() > MAX_CONTENT_BYTES {
            continue;
        }
        let bytes = content(file, item)?;
        let is_note = bytes.windows(8).any(|window| window == b"iTunSMPB");
        if let Some(place) = find(&children(file, item, 0).unwrap_or_default(), *b"data").filter(|_| is_note) {
            let text = content(file, place)?;
            return Ok(parse_gapless_note(text.get(8..).unwrap_or_default()));
        }
    }
    Ok(None)
}

fn find(places: &[BoxPlace], kind: [u8; 4]) -> Option<BoxPlace> {
    places.iter().find(|place| place.kind == kind).copied()
}

/// Reads the hexadecimal numbers: a zero, priming, padding, real samples, and others that mean nothing here.
fn parse_gapless_note(text: &[u8]) -> Option<GaplessNote> {
    let text = std::str::from_utf8(text).ok()?;
    let mut numbers = text.split_ascii_whitespace().map(|number| u64::from_str_radix(number, 16).ok());
    let priming = numbers.nth(1)??;
    let samples = numbers.nth(1)??;
    (samples > 0).then_some(GaplessNote { priming, samples })
}

#[cfg(test)]
mod tests {
    use super::{GaplessNote, parse_gapless_note};

    #[test]
    fn a_gapless_note_gives_priming_and_real_samples() {
        let text = b" 00000000 00000840 000001C4 00000000000046FC 00000000 00000000 00000000";
        assert_eq!(parse_gapless_note(text), Some(GaplessNote { priming: 2112, samples: 18_172 }));
        assert_eq!(parse_gapless_note(b" 00000000 00000840"), None);
        assert_eq!(parse_gapless_note(b"\xff\xfe"), None);
    }
}
