//! Tags are read from every container, and broken ones do no harm.

#![expect(clippy::cast_possible_truncation, reason = "bytes are made of larger numbers")]

#[expect(dead_code, reason = "each test uses its own part of the judges")]
mod judges;

use judges::{Noise, Workshop};
use sillon_media::{Tags, read_tags};

const TAGS: [&str; 10] = [
    "-metadata",
    "title=Le Sillon",
    "-metadata",
    "artist=Ann & Bo",
    "-metadata",
    "album=Premier",
    "-metadata",
    "track=3/12",
    "-metadata",
    "ISRC=FR-Z03-98-00212",
];

fn files(workshop: &Workshop) -> Vec<std::path::PathBuf> {
    let kinds: [(&str, &[&str]); 6] = [
        ("tagged.flac", &[]),
        ("tagged.mp3", &["-c:a", "libmp3lame"]),
        ("tagged.ogg", &["-c:a", "libvorbis"]),
        ("tagged.opus", &["-c:a", "libopus"]),
        ("tagged.m4a", &["-c:a", "aac"]),
        ("tagged.wav", &[]),
    ];
    kinds.iter().map(|(name, arguments)| workshop.encode(16, name, &[&TAGS[..], arguments].concat())).collect()
}

#[test]
fn title_artist_album_and_place_are_read_from_each_container() {
    let workshop = Workshop::new(44_100, 2, 5000);
    for path in files(&workshop) {
        let tags = read_tags(&path);
        assert_eq!(tags.title.as_deref(), Some("Le Sillon"), "{path:?}");
        assert_eq!(tags.artist.as_deref(), Some("Ann & Bo"), "{path:?}");
        assert_eq!(tags.album.as_deref(), Some("Premier"), "{path:?}");
        assert_eq!(tags.position, Some(3), "{path:?}");
    }
}

#[test]
fn the_recording_code_is_read_and_brought_to_one_form() {
    let workshop = Workshop::new(44_100, 2, 5000);
    let flac = workshop.encode(16, "coded.flac", &TAGS);
    assert_eq!(read_tags(&flac).isrc.as_deref(), Some("FRZ039800212"));
    let mp3 = workshop.encode(16, "coded.mp3", &["-c:a", "libmp3lame", "-metadata", "TSRC=FRZ039800212"]);
    assert_eq!(read_tags(&mp3).isrc.as_deref(), Some("FRZ039800212"));
}

#[test]
fn tags_behind_large_artwork_are_read() {
    let workshop = Workshop::new(44_100, 2, 5000);
    let plain =
        std::fs::read(workshop.encode(16, "plain.mp3", &["-c:a", "libmp3lame", "-id3v2_version", "0"])).unwrap();
    let mut frames = frame(*b"APIC", &[b"\0image/jpeg\0\x03\0".to_vec(), vec![0xd8; 3 << 20]].concat());
    frames.extend(frame(*b"TIT2", b"\0Behind"));
    let length = frames.len() as u32;
    let mut file = b"ID3\x03\0\0".to_vec();
    file.extend([21, 14, 7, 0].map(|shift| ((length >> shift) & 0x7f) as u8));
    file.extend(frames);
    file.extend(plain);
    assert_eq!(read_tags(&workshop.write("art.mp3", &file)).title.as_deref(), Some("Behind"));
}

/// A frame of ID3v2.3.
fn frame(name: [u8; 4], content: &[u8]) -> Vec<u8> {
    [&name[..], &(content.len() as u32).to_be_bytes(), b"\0\0", content].concat()
}

#[test]
fn files_without_tags_and_no_files_give_none() {
    let workshop = Workshop::new(44_100, 2, 5000);
    assert_eq!(read_tags(&workshop.wav(16)), Tags::default());
    assert_eq!(read_tags(&workshop.path("missing.mp3")), Tags::default());
    assert_eq!(read_tags(&workshop.write("text.mp3", b"only words")), Tags::default());
}

#[test]
fn broken_tags_do_no_harm() {
    let workshop = Workshop::new(44_100, 2, 5000);
    let mut noise = Noise::new(7);
    for path in files(&workshop) {
        let bytes = std::fs::read(&path).unwrap();
        for _ in 0..40 {
            let mut hurt = bytes.clone();
            for _ in 0..=noise.next() % 6 {
                let place = (noise.next() % bytes.len().min(600) as u64) as usize;
                hurt[place] = noise.next() as u8;
            }
            let tags = read_tags(&workshop.write("hurt", &hurt));
            assert!(tags.title.is_none_or(|title| title.chars().count() <= 200));
        }
    }
}
