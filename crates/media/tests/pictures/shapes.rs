//! Turned, cut, scaled, and nothing left of the file but its pixels.

use sillon_media::pictures::{Framing, SquarePicture};

use crate::studio::{BLUE, GREEN, QUADRANTS, RED, Seen, WHITE, assert_near, centre, convert, look_at, thumbnails};

/// An EXIF segment that says how the camera was held, and where.
fn exif_segment(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x01\0".to_vec();
    // Tag 0x0112, one SHORT.
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    tiff.extend([0, 0, 0, 0]);
    tiff.extend(b"GPS of a secret place");
    let mut segment = vec![0xff, 0xe1];
    segment.extend(u16::try_from(2 + 6 + tiff.len()).unwrap().to_be_bytes());
    segment.extend(b"Exif\0\0");
    segment.extend(tiff);
    segment
}

/// Puts the segment behind the start of image.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    [&jpeg[..2], &exif_segment(orientation), &jpeg[2..]].concat()
}

#[test]
fn all_eight_orientations_are_applied_as_other_programs_apply_them() {
    let plain = convert(&format!("{QUADRANTS} -sampling-factor 4:4:4 -quality 98"), "jpeg");
    let mut found = Vec::new();
    for orientation in 1..=8 {
        let file = with_exif(&plain, orientation);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("turned.jpg");
        std::fs::write(&path, &file).unwrap();
        let arguments = format!("{} -auto-orient -resize 96x96 -depth 8", path.display());
        let judged = Seen::square(convert(&arguments, "rgba"));
        for seen in thumbnails(&file, centre()) {
            for (ours, judged) in seen.quadrants().into_iter().zip(judged.quadrants()) {
                assert_near(ours, judged, 8, &format!("orientation {orientation}"));
            }
        }
        found.push(judged.quadrants().map(|colour| colour.map(|value| value > 127)));
    }
    found.sort_unstable();
    found.dedup();
    assert_eq!(found.len(), 8, "each orientation looks different");
}

/// Stored as 200 × 100 with the camera on its side: upright it is 100 × 200, and the framing counts from its top.
#[test]
fn the_square_is_cut_out_of_the_upright_picture() {
    let wide = convert("-size 100x100 xc:red xc:blue +append -sampling-factor 4:4:4 -quality 98", "jpeg");
    // 6: the left side of what is stored is the top.
    let turned = with_exif(&wide, 6);
    for (percent, wanted) in [(0, RED), (100, BLUE)] {
        let framing = Framing::at_percent(percent).unwrap();
        for seen in thumbnails(&turned, framing) {
            assert_near(seen.at(50, 50), wanted, 8, &format!("framing {percent}"));
        }
    }
}

#[test]
fn a_picture_that_is_no_square_is_cut_and_never_squeezed() {
    let wide = convert("-size 100x200 xc:red xc:lime xc:blue +append", "png");
    for seen in thumbnails(&wide, centre()) {
        assert_near(seen.at(50, 50), GREEN, 8, "middle");
        assert_near(seen.at(10, 50), RED, 8, "left");
        assert_near(seen.at(90, 50), BLUE, 8, "right");
    }
}

#[test]
fn nothing_is_scaled_up() {
    for side in [1_u32, 2, 96, 300, 1024, 3000] {
        let file = convert(&format!("-size {side}x{side} xc:white"), "png");
        let square = SquarePicture::read(&file, centre()).unwrap();
        assert_eq!(square.side_px(), side);
        for wanted in [96, 1024] {
            let thumbnail = square.thumbnail(wanted).unwrap();
            for (file, extension) in [(&thumbnail.webp, "webp"), (&thumbnail.jpeg, "jpg")] {
                let seen = look_at(file, extension);
                assert_eq!(seen.side, wanted.min(side) as usize, "{side} as {wanted}");
                assert_near(seen.at(50, 50), WHITE, 2, "white stays white");
            }
        }
    }
}

#[test]
fn nothing_is_left_of_the_file_but_its_pixels() {
    let arguments = format!("{QUADRANTS} -set comment secret-comment -set Copyright secret-owner -quality 95");
    let jpeg = with_exif(&convert(&arguments, "jpeg"), 1);
    let page = b"<html><script>alert(1)</script>".to_vec();
    for (name, file) in [
        ("jpeg", jpeg),
        ("png", convert(&arguments, "png")),
        ("gif", convert(&arguments, "gif")),
        ("png with a page behind it", [convert(QUADRANTS, "png"), page.clone()].concat()),
        ("jpeg with a page behind it", [convert(QUADRANTS, "jpeg"), page].concat()),
    ] {
        let thumbnail = SquarePicture::read(&file, centre()).unwrap().thumbnail(96).unwrap();
        for bytes in [&thumbnail.webp, &thumbnail.jpeg] {
            for trace in [&b"secret"[..], b"Exif", b"EXIF", b"ICC", b"XMP", b"script", b"http"] {
                assert!(!bytes.windows(trace.len()).any(|part| part == trace), "{name}: {trace:?}");
            }
        }
    }
}
