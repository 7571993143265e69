//! The square that is shown: artwork and avatars are squares everywhere, so a picture that is none is cut, never squeezed
//! and never framed by bars.

use image::{DynamicImage, GenericImageView, RgbaImage};

/// Which part of a picture that is not square is shown: the place of the square along the longer side, in percent.
/// 0 is the left or upper end, 50 the middle, 100 the right or lower end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Framing(u8);

impl Framing {
    /// A place from 0 to 100; none beyond.
    pub fn at_percent(percent: u8) -> Option<Self> {
        (percent <= 100).then_some(Self(percent))
    }
}

/// Cuts the largest square out of an upright picture.
pub(super) fn cut_square(picture: DynamicImage, framing: Framing) -> RgbaImage {
    let (width, height) = picture.dimensions();
    let side = width.min(height);
    if width == height {
        return picture.into_rgba8();
    }
    let offset = (u64::from(width.max(height) - side) * u64::from(framing.0) + 50) / 100;
    let offset = u32::try_from(offset).expect("invariant: at most the difference of the sides");
    let (left, top) = if width > height { (offset, 0) } else { (0, offset) };
    picture.crop_imm(left, top, side, side).into_rgba8()
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::{Framing, cut_square};

    fn columns(width: u32, height: u32) -> RgbaImage {
        RgbaImage::from_fn(width, height, |x, y| Rgba([u8::try_from(x + y).unwrap(), 0, 0, 255]))
    }

    #[test]
    fn the_framing_chooses_the_part_along_the_longer_side() {
        for (percent, first) in [(0, 0), (50, 5), (100, 10)] {
            let framing = Framing::at_percent(percent).unwrap();
            for (width, height) in [(20, 10), (10, 20)] {
                let square = cut_square(columns(width, height).into(), framing);
                assert_eq!((square.dimensions(), square.get_pixel(0, 0)[0]), ((10, 10), first), "{width} {percent}");
            }
        }
        assert_eq!(Framing::at_percent(101), None);
    }
}
