//! Makes pictures, and looks at them with programs that are not ours.

use std::process::{Command, Stdio};

use sillon_media::pictures::{Framing, SquarePicture};
use tempfile::TempDir;

pub(crate) type Colour = [u8; 4];

pub(crate) const RED: Colour = [255, 0, 0, 255];
pub(crate) const GREEN: Colour = [0, 255, 0, 255];
pub(crate) const BLUE: Colour = [0, 0, 255, 255];
pub(crate) const WHITE: Colour = [255, 255, 255, 255];

/// Arguments for four quadrants: red and green above blue and white.
pub(crate) const QUADRANTS: &str = "-size 100x100 xc:red xc:lime +append ( xc:blue xc:white +append ) -append -depth 8";

pub(crate) fn centre() -> Framing {
    Framing::at_percent(50).unwrap()
}

/// What `convert ARGUMENTS FORMAT:-` prints.
pub(crate) fn convert(arguments: &str, format: &str) -> Vec<u8> {
    let output = Command::new("convert")
        .args(arguments.split_whitespace())
        .arg(format!("{format}:-"))
        .stderr(Stdio::inherit())
        .output()
        .expect("ImageMagick is installed by scripts/bootstrap.sh test");
    assert!(output.status.success() && !output.stdout.is_empty(), "convert {arguments} {format}:-");
    output.stdout
}

/// A decoded picture.
#[derive(Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) side: usize,
    pixels: Vec<u8>,
}

impl Seen {
    pub(crate) fn square(pixels: Vec<u8>) -> Self {
        let side = (pixels.len() / 4).isqrt();
        assert_eq!(side * side * 4, pixels.len(), "not a square of RGBA");
        Self { side, pixels }
    }

    /// The colour at a place, in hundredths of the side.
    pub(crate) fn at(&self, x: usize, y: usize) -> Colour {
        let place = (self.side * y / 100 * self.side + self.side * x / 100) * 4;
        self.pixels[place..place + 4].try_into().unwrap()
    }

    /// The middles of the four quadrants, row by row.
    pub(crate) fn quadrants(&self) -> [Colour; 4] {
        [self.at(25, 25), self.at(75, 25), self.at(25, 75), self.at(75, 75)]
    }

    pub(crate) fn farthest(&self, other: &Self) -> u8 {
        assert_eq!(self.side, other.side);
        self.pixels.iter().zip(&other.pixels).map(|(one, two)| one.abs_diff(*two)).max().unwrap()
    }
}

/// Decodes with FFmpeg, whose WebP and JPEG decoders are its own.
pub(crate) fn look_at(file: &[u8], extension: &str) -> Seen {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(format!("picture.{extension}"));
    std::fs::write(&path, file).unwrap();
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(path)
        .args(["-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgba", "-"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Seen::square(output.stdout)
}

/// The thumbnail of 96 pixels as WebP and as JPEG.
pub(crate) fn thumbnails(file: &[u8], framing: Framing) -> [Seen; 2] {
    let thumbnail = SquarePicture::read(file, framing).unwrap().thumbnail(96).unwrap();
    [look_at(&thumbnail.webp, "webp"), look_at(&thumbnail.jpeg, "jpg")]
}

pub(crate) fn assert_near(found: Colour, wanted: Colour, tolerance: u8, what: &str) {
    let is_near = found.iter().zip(wanted).all(|(one, two)| one.abs_diff(two) <= tolerance);
    assert!(is_near, "{what}: {found:?} is not {wanted:?}");
}

pub(crate) fn assert_quadrants(file: &[u8], wanted: [Colour; 4], what: &str) {
    for seen in thumbnails(file, centre()) {
        assert_eq!(seen.side, 96, "{what}");
        for (found, wanted) in seen.quadrants().into_iter().zip(wanted) {
            assert_near(found, wanted, 8, what);
        }
    }
}
