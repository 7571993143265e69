//! What a file's tags say about its music: a start for the draft that its creator completes.
//!
//! Lyrics are not read here. Nothing that a tag says is trusted: texts are brought to one line, artwork is inspected.

use std::fs::File;
use std::io::{BufReader, Cursor};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use lofty::config::{GlobalOptions, ParseOptions, ParsingMode, apply_global_options};
use lofty::file::{TaggedFile, TaggedFileExt};
use lofty::picture::PictureType;
use lofty::probe::Probe;
use lofty::tag::ItemKey;

use crate::manifest::Tags;
use crate::pictures::{PictureFormat, inspect_picture};

/// Characters that a text has at most.
const MAX_CHARACTERS: usize = 200;

/// Bytes that one item of a tag may take; longer ones are passed over.
const MAX_ITEM_BYTES: usize = 8 * 1024 * 1024;

/// Reads the tags of a file. Never fails: what is broken or missing gives empty tags.
pub fn read_tags(path: &Path) -> Tags {
    let path = path.to_owned();
    let read = catch_unwind(move || read_file(path, options().read_cover_art(false)));
    let Ok(Some(file)) = read else { return Tags::default() };
    Tags {
        title: first_text(&file, &[ItemKey::TrackTitle]),
        artist: first_text(&file, &[ItemKey::TrackArtist, ItemKey::AlbumArtist]),
        album: first_text(&file, &[ItemKey::AlbumTitle]),
        position: first_text(&file, &[ItemKey::TrackNumber]).and_then(|text| to_position(&text)),
        isrc: first_text(&file, &[ItemKey::Isrc]).and_then(|text| to_isrc(&text)),
    }
}

/// The artwork in the tags of a file: the front cover, otherwise the first picture. None when there is no picture that
/// Sillon takes; it is inspected, not decoded.
pub fn read_cover(path: &Path) -> Option<(Vec<u8>, PictureFormat)> {
    let path = path.to_owned();
    let file = catch_unwind(move || read_file(path, options().read_cover_art(true))).ok()??;
    let pictures = || file.primary_tag().into_iter().chain(file.tags()).flat_map(lofty::tag::Tag::pictures);
    let front = pictures().find(|picture| picture.pic_type() == PictureType::CoverFront);
    let bytes = front.or_else(|| pictures().next())?.data();
    let header = inspect_picture(Cursor::new(bytes)).ok()?;
    Some((bytes.to_vec(), header.format))
}

fn options() -> ParseOptions {
    ParseOptions::new().read_properties(false).parsing_mode(ParsingMode::Relaxed)
}

fn read_file(path: PathBuf, options: ParseOptions) -> Option<TaggedFile> {
    apply_global_options(
        GlobalOptions::new()
            .use_custom_resolvers(false)
            .allocation_limit(MAX_ITEM_BYTES)
            .preserve_format_specific_items(false),
    );
    let reader = BufReader::new(File::open(path).ok()?);
    Probe::new(reader).options(options).guess_file_type().ok()?.read().ok()
}

/// The first usable text under any of the keys, the format's own kind of tag first.
fn first_text(file: &TaggedFile, keys: &[ItemKey]) -> Option<String> {
    let tags = || file.primary_tag().into_iter().chain(file.tags());
    keys.iter().find_map(|key| tags().find_map(|tag| tag.get_string(*key).and_then(to_text)))
}

/// Makes one line of at most [`MAX_CHARACTERS`] without control characters; none when nothing is left.
fn to_text(raw: &str) -> Option<String> {
    let line: String = raw.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    let text: String = line.trim().chars().take(MAX_CHARACTERS).collect();
    let text = text.trim_end();
    (!text.is_empty()).then(|| text.to_owned())
}

/// `3` and `3/12` are the third place; none when it is no place.
fn to_position(text: &str) -> Option<u16> {
    let number = text.split('/').next().unwrap_or(text).trim();
    number.parse().ok().filter(|position| (1..=999).contains(position))
}

/// Brings an ISRC to its twelve characters (ISO 3901: country, registrant, year, number); none when it is none.
fn to_isrc(text: &str) -> Option<String> {
    let code: String = text.chars().filter(|character| !matches!(character, '-' | ' ')).collect();
    let code = code.to_ascii_uppercase();
    let bytes = code.as_bytes();
    let is_valid = bytes.len() == 12
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..5].iter().all(u8::is_ascii_alphanumeric)
        && bytes[5..].iter().all(u8::is_ascii_digit);
    is_valid.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::{to_isrc, to_position, to_text};

    #[test]
    fn texts_are_trimmed_to_one_bounded_line() {
        assert_eq!(to_text("  A\nsong\0 ").as_deref(), Some("A song"));
        assert_eq!(to_text(" \0\t"), None);
        assert_eq!(to_text(&"é".repeat(300)).map(|text| text.chars().count()), Some(200));
    }

    #[test]
    fn places_on_an_album_are_read_or_dropped() {
        assert_eq!(to_position("3/12"), Some(3));
        assert_eq!(to_position(" 07"), Some(7));
        for text in ["0", "A2", "-1", "99999", ""] {
            assert_eq!(to_position(text), None, "{text:?}");
        }
    }

    #[test]
    fn codes_are_brought_to_one_form_or_dropped() {
        assert_eq!(to_isrc("fr-z03-98-00212").as_deref(), Some("FRZ039800212"));
        assert_eq!(to_isrc("FRZ03980021"), None);
        assert_eq!(to_isrc("12Z039800212"), None);
    }
}
