//! What an encode leaves in its folder, and what it tells on the way.

use std::fs;
use std::io::ErrorKind;

use sillon_media::{EncodeOptions, EncodedTrack, MANIFEST_FILE, MediaError, Stage, WAVEFORM_FILE, encode_file};
use tempfile::TempDir;

use crate::sounds::Sound;

#[test]
fn the_manifest_is_what_the_call_returns() {
    let encoded = Sound::music(44_100, 16, 2, 30_000).encode();
    let json = fs::read(encoded.out_dir.join(MANIFEST_FILE)).unwrap();
    let read: EncodedTrack = serde_json::from_slice(&json).unwrap();
    assert_eq!(read, encoded.track);
    assert_eq!(read.samples, 30_000);
    assert_eq!(read.duration_ms, 680);
    let mut names: Vec<String> = fs::read_dir(&encoded.out_dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["aac-160.mp4", "aac-64.mp4", "aac-96.mp4", "flac.mp4", MANIFEST_FILE, WAVEFORM_FILE]);
}

#[test]
fn progress_goes_through_the_stages_and_never_back() {
    let folder = TempDir::new().unwrap();
    let source = folder.path().join("source.wav");
    Sound::music(44_100, 16, 2, 200_000).write_wav(&source);
    let out_dir = folder.path().join("out");
    fs::create_dir(&out_dir).unwrap();
    let mut told = Vec::new();
    encode_file(&source, &out_dir, &EncodeOptions::default(), &mut |progress| told.push(progress)).unwrap();
    assert!(told.windows(2).all(|pair| pair[0].percent <= pair[1].percent));
    let mut stages: Vec<Stage> = told.iter().map(|progress| progress.stage).collect();
    stages.dedup();
    assert_eq!(stages, [Stage::Probing, Stage::Encoding, Stage::Packaging]);
    assert_eq!(told.last().unwrap().percent, 100);
}

#[test]
fn a_file_that_is_no_audio_leaves_the_folder_empty() {
    let folder = TempDir::new().unwrap();
    let source = folder.path().join("song.mp3");
    fs::write(&source, "This is a letter about a song.").unwrap();
    let out_dir = folder.path().join("out");
    fs::create_dir(&out_dir).unwrap();
    let error = encode_file(&source, &out_dir, &EncodeOptions::default(), &mut |_| {}).unwrap_err();
    assert!(matches!(error, MediaError::NotAudio), "{error}");
    assert_eq!(fs::read_dir(&out_dir).unwrap().count(), 0);
}

#[test]
fn an_encode_that_fails_on_its_way_leaves_the_folder_empty() {
    let folder = TempDir::new().unwrap();
    let source = folder.path().join("source.wav");
    Sound::music(44_100, 16, 2, 200_000).write_wav(&source);
    let out_dir = folder.path().join("out");
    fs::create_dir(&out_dir).unwrap();
    // Two renditions of one name: the second cannot create its file.
    let options = EncodeOptions { aac_bits_per_second: vec![96_000, 96_000], ..EncodeOptions::default() };
    let error = encode_file(&source, &out_dir, &options, &mut |_| {}).unwrap_err();
    assert!(matches!(error, MediaError::Io { .. }), "{error}");
    assert_eq!(fs::read_dir(&out_dir).unwrap().count(), 0);
}

#[test]
fn a_folder_with_something_in_it_is_refused_and_left_alone() {
    let encoded = Sound::music(44_100, 16, 2, 30_000).encode();
    let before = fs::read(encoded.out_dir.join("aac-160.mp4")).unwrap();
    let error = encode_file(&encoded.source, &encoded.out_dir, &EncodeOptions::default(), &mut |_| {}).unwrap_err();
    let MediaError::Io { source, .. } = &error else { panic!("{error}") };
    assert_eq!(source.kind(), ErrorKind::DirectoryNotEmpty);
    assert_eq!(fs::read(encoded.out_dir.join("aac-160.mp4")).unwrap(), before);
}
