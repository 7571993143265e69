//! What cannot be played right is refused with a reason; no file makes the decoder panic or hang.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

#[expect(dead_code, reason = "each test uses its own part of the judges")]
mod judges;

use std::path::Path;

use judges::{Noise, Recording, Workshop, decode, decode_within, run};
use sillon_media::{Decoder, Limits, MediaError};

const SAMPLES: usize = 60_123;

/// Every kind of file that Sillon reads, with its name.
fn one_of_each(workshop: &Workshop) -> Vec<std::path::PathBuf> {
    vec![
        workshop.wav(16),
        workshop.encode(16, "each.aiff", &[]),
        workshop.encode(16, "each.flac", &[]),
        workshop.encode(16, "each.mp3", &["-c:a", "libmp3lame"]),
        workshop.encode(16, "each.ogg", &["-c:a", "libvorbis", "-page_duration", "100000"]),
        workshop.encode(16, "each.opus", &["-c:a", "libopus", "-page_duration", "100000"]),
        workshop.encode(16, "aac.m4a", &["-c:a", "aac", "-movflags", "+faststart"]),
        workshop.encode(16, "alac.m4a", &["-c:a", "alac", "-movflags", "+faststart"]),
        workshop.encode(16, "flac.oga", &["-c:a", "flac"]),
    ]
}

fn is_lossless_kind(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    ["wav", "aiff", "flac"].iter().any(|part| name.contains(part)) || name.starts_with("alac")
}

#[test]
fn an_empty_file_is_empty_and_text_is_no_audio() {
    let workshop = Workshop::new(44_100, 2, 100);
    assert!(matches!(decode(&workshop.write("empty.mp3", b"")), Err(MediaError::Empty)));
    let text = workshop.write("text.mp3", b"These are only words, whatever the name of the file says.");
    assert!(matches!(decode(&text), Err(MediaError::NotAudio)));
    let picture = workshop.write("picture.flac", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01");
    assert!(matches!(decode(&picture), Err(MediaError::NotAudio)));
    assert!(matches!(decode(&workshop.path("missing.wav")), Err(MediaError::Io { .. })));
}

#[test]
fn files_without_a_sample_are_silent_and_digital_silence_is_not() {
    let empty = Workshop::new(44_100, 2, 0);
    assert!(matches!(decode(&empty.write("none.wav", &wav_header(0))), Err(MediaError::Silent)));
    let quiet = empty.write("quiet.wav", &[wav_header(4000), vec![0; 4000]].concat());
    assert_eq!(decode(&quiet).unwrap().block.len(), 1000);
    let tag_only = empty.write("tag.mp3", b"ID3\x04\0\0\0\0\0\x05abcde");
    assert!(matches!(decode(&tag_only), Err(MediaError::Silent)));
}

/// The header of a stereo file of 16 bits.
fn wav_header(data_bytes: u32) -> Vec<u8> {
    let mut header = b"RIFF".to_vec();
    header.extend((36 + data_bytes).to_le_bytes());
    header.extend(b"WAVEfmt \x10\0\0\0\x01\0\x02\0\x44\xac\0\0\x10\xb1\x02\0\x04\0\x10\0data");
    header.extend(data_bytes.to_le_bytes());
    header
}

#[test]
fn lossless_files_that_are_cut_off_are_damaged_and_lossy_ones_play_what_is_there() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    for path in one_of_each(&workshop) {
        let bytes = std::fs::read(&path).unwrap();
        let cut = workshop.write("cut", &bytes[..bytes.len() * 2 / 3]);
        let result = decode(&cut);
        if is_lossless_kind(&path) {
            assert!(matches!(result, Err(MediaError::Damaged { .. })), "{path:?}: {:?}", result.err());
        } else {
            let samples = result.unwrap_or_else(|error| panic!("{path:?}: {error}")).block.len();
            assert!(samples > SAMPLES / 3 && samples < SAMPLES * 9 / 10, "{path:?}: {samples}");
        }
    }
}

#[test]
fn an_m4a_whose_index_is_missing_is_damaged() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    let bytes = std::fs::read(workshop.encode(16, "late.m4a", &["-c:a", "aac"])).unwrap();
    let cut = workshop.write("cut.m4a", &bytes[..bytes.len() / 2]);
    assert!(matches!(decode(&cut), Err(MediaError::Damaged { .. })));
}

#[test]
fn a_damaged_packet_in_the_middle_is_replaced_and_time_is_kept() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    // Without noise substitution, which draws other numbers after a packet that is missing.
    let path = workshop.encode(16, "whole.m4a", &["-c:a", "aac", "-aac_pns", "0", "-movflags", "+faststart"]);
    let whole = decode(&path).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() * 2 / 3;
    let mut noise = Noise::new(3);
    bytes[middle..middle + 300].fill_with(|| noise.next().to_le_bytes()[0]);
    let hurt = decode(&workshop.write("hurt.m4a", &bytes)).unwrap();
    assert!((1..=3).contains(&hurt.damaged_packets), "{}", hurt.damaged_packets);
    assert_eq!(hurt.block.len(), whole.block.len());
    let differs =
        hurt.block.planes[0].iter().zip(&whole.block.planes[0]).map(|(hurt, whole)| hurt.to_bits() != whole.to_bits());
    let differences: Vec<usize> = differs.enumerate().filter_map(|(place, differs)| differs.then_some(place)).collect();
    let (first, last) = (differences[0], differences[differences.len() - 1]);
    assert!(first > SAMPLES / 2 && last < SAMPLES * 5 / 6 && last - first < 6 * 1024, "{first} to {last}");
}

#[test]
fn a_lossy_file_with_much_damage_is_damaged() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    let mut bytes =
        std::fs::read(workshop.encode(16, "whole.m4a", &["-c:a", "aac", "-movflags", "+faststart"])).unwrap();
    let half = bytes.len() / 2;
    let mut noise = Noise::new(4);
    bytes[half..].fill_with(|| noise.next().to_le_bytes()[0]);
    assert!(matches!(decode(&workshop.write("hurt.m4a", &bytes)), Err(MediaError::Damaged { .. })));
}

#[test]
fn a_changed_bit_in_flac_is_noticed() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    let bytes = std::fs::read(workshop.encode(16, "whole.flac", &[])).unwrap();
    for place in [3, 5, 7] {
        let mut hurt = bytes.clone();
        hurt[bytes.len() * place / 8] ^= 0x10;
        let result = decode(&workshop.write("hurt.flac", &hurt));
        assert!(matches!(result, Err(MediaError::Damaged { .. })), "{:?}", result.err());
    }
}

#[test]
fn he_aac_is_refused_with_a_reason() {
    let workshop = Workshop::new(22_050, 2, SAMPLES);
    let mut bytes = std::fs::read(workshop.encode(16, "low.m4a", &["-c:a", "aac"])).unwrap();
    // The configuration says "no band replication" in its last bit; now it says yes.
    let config = bytes.windows(5).position(|window| window == [0x13, 0x90, 0x56, 0xe5, 0x00]).unwrap();
    bytes[config + 4] = 0x80;
    let Err(MediaError::Unsupported { what }) = decode(&workshop.write("he.m4a", &bytes)) else {
        panic!("not refused")
    };
    assert!(what.contains("HE-AAC") && what.contains("AAC-LC"), "{what}");
}

#[test]
fn surround_in_aac_and_opus_is_refused_with_a_way_out() {
    let workshop = Workshop::new(48_000, 6, 20_000);
    for (name, codec) in [("six.m4a", "aac"), ("six.opus", "libopus")] {
        let result = decode(&workshop.encode(16, name, &["-c:a", codec]));
        let Err(MediaError::Unsupported { what }) = result else { panic!("{name} was not refused") };
        assert!(what.contains("WAV or FLAC"), "{what}");
    }
}

#[test]
fn other_codings_in_known_containers_are_unsupported() {
    let workshop = Workshop::new(44_100, 2, 20_000);
    for (name, codec) in
        [("adpcm.wav", "adpcm_ms"), ("law.wav", "pcm_mulaw"), ("law.aiff", "pcm_mulaw"), ("dolby.m4a", "ac3")]
    {
        let result = decode(&workshop.encode(16, name, &["-c:a", codec]));
        assert!(matches!(result, Err(MediaError::Unsupported { .. })), "{name}: {:?}", result.err());
    }
}

#[test]
fn several_recordings_in_one_ogg_file_are_refused() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    let bytes = std::fs::read(workshop.encode(16, "one.ogg", &["-c:a", "libvorbis"])).unwrap();
    let other = std::fs::read(Workshop::new(44_100, 1, SAMPLES).encode(16, "two.ogg", &["-c:a", "libvorbis"])).unwrap();
    let chained = workshop.write("chained.ogg", &[bytes, other].concat());
    let result = decode(&chained);
    assert!(matches!(result, Err(MediaError::Unsupported { .. })), "{:?}", result.err());
}

#[test]
fn limits_on_length_rate_and_channels_are_kept() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    let second = Limits { max_duration_ms: 1000, ..Limits::default() };
    let low_rates = Limits { max_sample_rate_hz: 32_000, ..Limits::default() };
    let mono = Limits { max_channels: 1, ..Limits::default() };
    let few_bytes = Limits { max_decoded_bytes: 100_000, ..Limits::default() };
    for path in one_of_each(&workshop) {
        for limits in [&second, &low_rates, &mono, &few_bytes] {
            let result = decode_within(&path, limits);
            assert!(matches!(result, Err(MediaError::BeyondLimit { .. })), "{path:?} {limits:?}: {:?}", result.err());
        }
    }
    let many = Workshop::new(44_100, 9, 100);
    assert!(matches!(decode(&many.wav(16)), Err(MediaError::BeyondLimit { .. })));
}

#[test]
fn a_header_that_promises_hours_reserves_nothing() {
    let workshop = Workshop::new(44_100, 2, 100);
    let mut header = wav_header(0x7000_0000);
    header.extend([0; 64]);
    assert!(matches!(decode(&workshop.write("promise.wav", &header)), Err(MediaError::Damaged { .. })));
}

#[test]
fn an_index_that_promises_more_than_the_file_holds_is_damaged() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    let bytes = std::fs::read(workshop.encode(16, "whole.m4a", &["-c:a", "aac"])).unwrap();
    for (table, count_offset) in [(b"stts", 8), (b"stsc", 8), (b"stco", 8), (b"stsz", 12)] {
        let mut hurt = bytes.clone();
        let place = hurt.windows(4).position(|window| window == table).unwrap();
        hurt[place + count_offset..place + count_offset + 4].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff]);
        let result = decode(&workshop.write("hurt.m4a", &hurt));
        assert!(matches!(result, Err(MediaError::Damaged { .. })), "{table:?}: {:?}", result.err());
    }
}

#[test]
fn files_with_changed_bytes_end_in_sound_or_in_an_error() {
    let workshop = Workshop::new(44_100, 2, 20_000);
    let limits = Limits { max_duration_ms: 60_000, ..Limits::default() };
    let mut noise = Noise::new(20_240_611);
    let mut errors = 0;
    for path in one_of_each(&workshop) {
        let bytes = std::fs::read(&path).unwrap();
        for variant in 0..60 {
            let mut hurt = bytes.clone();
            // Headers decide more than samples do, so half of the variants hurt only the beginning.
            let reach = if variant % 2 == 0 { bytes.len().min(700) } else { bytes.len() } as u64;
            for _ in 0..=noise.next() % 8 {
                let place = usize::try_from(noise.next() % reach).unwrap();
                hurt[place] = noise.next().to_le_bytes()[0];
            }
            if variant % 5 == 0 {
                hurt.truncate(usize::try_from(noise.next() % bytes.len() as u64).unwrap());
            }
            let result = decode_within(&workshop.write("hurt", &hurt), &limits);
            errors += usize::from(result.is_err());
        }
    }
    assert!(errors > 50, "{errors} errors: the variants are too harmless to show anything");
}

#[test]
fn after_an_error_comes_the_end() {
    let workshop = Workshop::new(44_100, 2, SAMPLES);
    let bytes = std::fs::read(workshop.encode(16, "whole.flac", &[])).unwrap();
    let cut = workshop.write("cut.flac", &bytes[..bytes.len() / 2]);
    let mut decoder = Decoder::open(&cut, &Limits::default()).unwrap();
    while let Ok(Some(_)) = decoder.next_block() {}
    assert!(matches!(decoder.next_block(), Ok(None)));
}

#[test]
fn sound_of_a_film_is_decoded() {
    let workshop = Workshop::new(48_000, 2, SAMPLES);
    let film = workshop.path("film.mp4");
    let mut command = judges::ffmpeg();
    command.args(["-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=1"]).arg("-i").arg(workshop.wav(16));
    run(command.args(["-c:v", "mpeg4", "-c:a", "aac"]).arg(&film));
    let recording: Recording = decode(&film).unwrap();
    assert_eq!(recording.block.len(), SAMPLES);
}
