//! Every kind of file keeps its colours.

use moxcms::ColorProfile;
use sillon_media::pictures::SquarePicture;

use crate::studio::{
    BLUE, GREEN, QUADRANTS, RED, Seen, WHITE, assert_near, assert_quadrants, centre, convert, look_at, thumbnails,
};

#[test]
fn each_format_keeps_its_colours() {
    for (format, more) in [
        ("jpeg", "-sampling-factor 4:4:4 -quality 95"),
        ("jpeg", "-interlace Plane -quality 95"),
        ("jpeg", "-sampling-factor 4:2:0 -quality 90"),
        ("png", ""),
        ("png", "-interlace PNG"),
        ("webp", "-quality 95"),
        ("webp", "-define webp:lossless=true"),
        ("gif", ""),
    ] {
        let file = convert(&format!("{QUADRANTS} {more}"), format);
        assert_quadrants(&file, [RED, GREEN, BLUE, WHITE], &format!("{format} {more}"));
    }
}

#[test]
fn palettes_and_16_bits_keep_their_colours() {
    for format in ["png8", "png48", "png64", "png24", "png32"] {
        let file = convert(QUADRANTS, format);
        assert_quadrants(&file, [RED, GREEN, BLUE, WHITE], format);
    }
}

#[test]
fn a_cmyk_jpeg_keeps_its_colours() {
    let file = convert(&format!("{QUADRANTS} -colorspace CMYK -quality 98"), "jpeg");
    assert_quadrants(&file, [RED, GREEN, BLUE, WHITE], "CMYK");
}

#[test]
fn greys_stay_grey() {
    let half = [128, 128, 128, 255];
    for (format, more) in [
        ("png", "-colorspace Gray -depth 8"),
        ("png", "-colorspace Gray -depth 16"),
        ("jpeg", "-colorspace Gray -quality 98"),
    ] {
        let file = convert(&format!("-size 200x200 xc:gray50 {more}"), format);
        for seen in thumbnails(&file, centre()) {
            assert_near(seen.at(50, 50), half, 2, &format!("{format} {more}"));
        }
    }
    let bits = convert("-size 200x100 xc:black xc:white -append -monochrome", "png");
    for seen in thumbnails(&bits, centre()) {
        assert_near(seen.at(50, 25), [0, 0, 0, 255], 8, "one bit, above");
        assert_near(seen.at(50, 75), WHITE, 8, "one bit, below");
    }
}

#[test]
fn opacity_is_kept_in_webp_and_lies_on_white_in_jpeg() {
    let half_red = "-size 200x100 xc:none xc:rgba(255,0,0,0.5) -append";
    for format in ["png32", "webp"] {
        let [webp, jpeg] = thumbnails(&convert(half_red, format), centre());
        assert_eq!(webp.at(50, 25)[3], 0, "{format}");
        assert_near(webp.at(50, 75), [255, 0, 0, 128], 8, format);
        assert_near(jpeg.at(50, 25), WHITE, 4, format);
        assert_near(jpeg.at(50, 75), [255, 127, 127, 255], 8, format);
    }
    let gif = convert("-size 200x100 xc:none xc:red -append", "gif");
    let [webp, _] = thumbnails(&gif, centre());
    assert_eq!((webp.at(50, 25)[3], webp.at(50, 75)[3]), (0, 255));
}

#[test]
fn of_an_animation_the_first_frame_is_shown() {
    let frames = "-delay 10 -size 200x200 xc:red xc:blue xc:lime -loop 0";
    for format in ["gif", "webp"] {
        let file = convert(frames, format);
        for seen in thumbnails(&file, centre()) {
            assert_near(seen.at(50, 50), RED, 8, format);
        }
    }
}

/// The profile as libpng takes it: its length is a multiple of four (ICC.1, 7.1.2).
fn icc_file(profile: &ColorProfile) -> Vec<u8> {
    let mut file = profile.encode().unwrap();
    file.resize(file.len().next_multiple_of(4), 0);
    let length = u32::try_from(file.len()).unwrap();
    file[..4].copy_from_slice(&length.to_be_bytes());
    file
}

/// Telephones write Display P3, cameras Adobe RGB; `ImageMagick`'s colour management (Little CMS) is the judge.
#[test]
fn colour_profiles_are_brought_to_srgb() {
    let folder = tempfile::tempdir().unwrap();
    let srgb = folder.path().join("srgb.icc");
    std::fs::write(&srgb, icc_file(&ColorProfile::new_srgb())).unwrap();
    for (name, profile) in [("p3", ColorProfile::new_display_p3()), ("adobe", ColorProfile::new_adobe_rgb())] {
        let icc = folder.path().join(format!("{name}.icc"));
        std::fs::write(&icc, icc_file(&profile)).unwrap();
        let source = format!("-size 200x200 xc:rgb(180,90,60) -set profile:dummy 0 -profile {}", icc.display());
        let judged = Seen::square(convert(&format!("{source} -profile {} -depth 8", srgb.display()), "rgba"));
        assert!(judged.at(50, 50)[0].abs_diff(180) > 5, "{name}: the judge converts: {:?}", judged.at(50, 50));
        for format in ["png", "jpeg", "webp"] {
            for seen in thumbnails(&convert(&format!("{source} -quality 98"), format), centre()) {
                assert_near(seen.at(50, 50), judged.at(50, 50), 5, &format!("{name} {format}"));
            }
        }
    }
}

#[test]
fn the_placeholder_has_the_colours_of_the_picture() {
    let blurhash = |colour: &str| {
        let file = convert(&format!("-size 64x64 xc:{colour}"), "png");
        SquarePicture::read(&file, centre()).unwrap().blurhash().unwrap()
    };
    let (red, blue) = (blurhash("red"), blurhash("blue"));
    assert_eq!((red.len(), blue.len()), (36, 36));
    assert_ne!(red, blue);
    let mean = |hash: &str| blurhash::decode(hash, 1, 1, 1.0).unwrap();
    assert!(mean(&red)[0] > 200 && mean(&red)[2] < 60, "{:?}", mean(&red));
    assert!(mean(&blue)[2] > 200 && mean(&blue)[0] < 60, "{:?}", mean(&blue));
}

#[test]
fn both_formats_show_the_same_picture() {
    // A seed counts for what is drawn after it.
    let file = convert("-seed 4 -size 600x600 plasma:teal-orange -depth 8", "png");
    let square = SquarePicture::read(&file, centre()).unwrap();
    let thumbnail = square.thumbnail(512).unwrap();
    let (webp, jpeg) = (look_at(&thumbnail.webp, "webp"), look_at(&thumbnail.jpeg, "jpg"));
    assert_eq!((webp.side, jpeg.side), (512, 512));
    assert!(webp.farthest(&jpeg) < 48, "{}", webp.farthest(&jpeg));
}
