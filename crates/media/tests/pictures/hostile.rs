//! Files that mean harm, or that came to harm: refused with a reason, before anything is decoded where that is possible.

use std::io::Cursor;

use sillon_media::pictures::{PictureError, SquarePicture, inspect_picture};

use crate::studio::{QUADRANTS, centre, convert};

fn inspect(file: &[u8]) -> Result<(u32, u32), PictureError> {
    inspect_picture(Cursor::new(file)).map(|header| (header.width_px, header.height_px))
}

fn png_chunk(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
    chunk.extend(kind);
    chunk.extend(body);
    // The checksum is the decoder's business.
    chunk.extend([0; 4]);
    chunk
}

fn png_of(width: u32, height: u32, bits: u8) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([bits, 2, 0, 0, 0]);
    let parts = [png_chunk(*b"IHDR", &header), png_chunk(*b"IDAT", &[0; 64]), png_chunk(*b"IEND", &[])];
    [b"\x89PNG\r\n\x1a\n".to_vec(), parts.concat()].concat()
}

/// Changes the size in the frame header of a JPEG.
fn jpeg_of(width: u16, height: u16) -> Vec<u8> {
    let mut file = convert("-size 8x8 xc:red", "jpeg");
    let frame = file.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
    file[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    file[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    file
}

#[test]
fn decompression_bombs_are_refused_by_their_header() {
    for (name, file) in [
        ("30000 × 30000", png_of(30_000, 30_000, 8)),
        ("12000 × 12000", png_of(12_000, 12_000, 8)),
        ("6000 × 6000 of 16 bits", png_of(6000, 6000, 16)),
        ("4294967295 × 1", png_of(u32::MAX, 1, 8)),
        ("65500 × 65500", jpeg_of(65_500, 65_500)),
    ] {
        let refused = SquarePicture::read(&file, centre()).err().expect(name);
        assert!(matches!(refused, PictureError::BeyondLimit { .. }), "{name}: {refused}");
        assert!(refused.is_permanent());
    }
    assert_eq!(inspect(&png_of(7000, 7000, 8)).unwrap(), (7000, 7000));
}

#[test]
fn more_than_20_mebibytes_are_not_looked_at() {
    let mut file = png_of(10, 10, 8);
    file.resize((20 << 20) + 1, 0);
    assert!(matches!(inspect(&file), Err(PictureError::BeyondLimit { .. })));
}

#[test]
fn lines_and_single_pixels_are_pictures_within_limits() {
    let line = convert("-size 15000x1 xc:red", "png");
    assert_eq!(SquarePicture::read(&line, centre()).unwrap().side_px(), 1);
    let dot = convert("-size 1x1 xc:red", "gif");
    assert_eq!(SquarePicture::read(&dot, centre()).unwrap().side_px(), 1);
    let too_long = png_of(20_000, 1, 8);
    let refused = inspect(&too_long).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "The picture is too large: it has 20000 × 1 pixels, a side has at most 16383. Make it smaller and send that."
    );
    assert!(matches!(inspect(&png_of(0, 5, 8)), Err(PictureError::Damaged { .. })));
}

#[test]
fn a_file_that_is_cut_off_anywhere_is_refused() {
    for format in ["jpeg", "png", "webp", "gif"] {
        let whole = convert(&format!("{QUADRANTS} -interlace Plane"), format);
        inspect(&whole).unwrap();
        // The trailer of a GIF stands behind its only frame, which is whole without it.
        let needed = if format == "gif" { whole.len() - 1 } else { whole.len() };
        for length in 0..needed {
            let refused = inspect(&whole[..length]);
            assert!(refused.is_err(), "{format} cut off at {length} of {}", whole.len());
        }
    }
}

/// A decoder may accept what was changed or refuse it; it may not panic, hang, or give other pixels than it says.
#[test]
fn no_damage_gets_past_the_refusal() {
    for format in ["jpeg", "png", "webp", "gif"] {
        let whole = convert("-seed 1 -size 24x24 plasma:red-blue -depth 8", format);
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..400 {
            let mut damaged = whole.clone();
            for _ in 0..3 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                let place = usize::try_from(state % damaged.len() as u64).unwrap();
                damaged[place] = u8::try_from(state >> 56).unwrap();
            }
            if let Ok(square) = SquarePicture::read(&damaged, centre()) {
                square.thumbnail(96).unwrap();
            }
        }
    }
}

#[test]
fn a_webp_whose_frame_is_larger_than_its_canvas_is_not_decoded() {
    let mut file = convert("-size 64x64 xc:rgba(255,0,0,0.5)", "webp");
    assert_eq!(&file[12..16], b"VP8X");
    file[24..30].copy_from_slice(&[9, 0, 0, 9, 0, 0]);
    assert!(matches!(SquarePicture::read(&file, centre()), Err(PictureError::Damaged { .. })));
}

#[test]
fn what_is_no_picture_is_refused_by_what_it_is() {
    for (file, said) in [
        (&b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"[..], "SVG"),
        (b"<?xml version='1.0'?><svg/>", "XML"),
        (b"\n <!DOCTYPE html><script>alert(1)</script>", "page"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "AVIF"),
        (b"II*\0........", "TIFF"),
        (b"BM..........", "BMP"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "not a picture"),
        (b"just text", "not a picture"),
    ] {
        let refused = inspect(file).unwrap_err();
        assert!(matches!(refused, PictureError::NotPicture { .. }), "{refused}");
        let text = refused.to_string();
        assert!(text.contains(said) && text.ends_with("Send a JPEG, PNG, WebP or GIF."), "{text}");
    }
    assert!(matches!(inspect(b""), Err(PictureError::Empty)));
}

#[test]
fn a_page_that_begins_like_a_picture_is_refused() {
    for file in [
        &b"GIF89a/*<svg/onload=alert(1)>*/=1;alert(document.domain)//;"[..],
        b"\xff\xd8\xff\xe0<html><script>alert(1)</script></html>",
        b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script></html>",
        b"RIFF\x10\0\0\0WEBP<html><script>alert(1)</script></html>",
    ] {
        assert!(matches!(inspect(file), Err(PictureError::Damaged { .. })), "{:?}", file.get(..6));
    }
}
