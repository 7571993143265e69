//! Scaling in linear light: averaging sRGB values darkens fine detail, averaging light does not.
//!
//! Colours are multiplied by their opacity meanwhile, so that what is transparent does not bleed into what is seen.

use std::sync::OnceLock;

use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer, images::Image};
use image::RgbaImage;

use super::error::PictureError;

const CHANNELS: usize = 4;
const OPAQUE: u64 = 255;
/// What lies beyond twice the largest thumbnail is averaged by whole pixels first: it bounds memory and loses nothing.
const ENOUGH_PX: u32 = 2048;

/// A square picture in linear light, 16 bits a channel, multiplied by its opacity.
pub(super) struct LinearSquare {
    side_px: u32,
    pixels: Image<'static>,
}

impl LinearSquare {
    /// Converts, averaging whole pixels of what is far larger than any thumbnail.
    pub(super) fn from_srgb(square: &RgbaImage) -> Result<Self, PictureError> {
        let factor = (square.width() / ENOUGH_PX).max(1);
        let side_px = square.width() / factor;
        let mut bytes = Vec::with_capacity(side_px as usize * side_px as usize * CHANNELS * 2);
        for y in 0..side_px {
            for x in 0..side_px {
                for channel in mean(square, x * factor, y * factor, factor) {
                    bytes.extend_from_slice(&channel.to_ne_bytes());
                }
            }
        }
        let pixels = Image::from_vec_u8(side_px, side_px, bytes, PixelType::U16x4).map_err(|error| encoder(&error))?;
        Ok(Self { side_px, pixels })
    }

    /// The picture in sRGB at this side, which is at most its own.
    pub(super) fn scaled_to(&self, side_px: u32) -> Result<RgbaImage, PictureError> {
        let mut scaled = Image::new(side_px, side_px, PixelType::U16x4);
        let algorithm =
            if side_px == self.side_px { ResizeAlg::Nearest } else { ResizeAlg::Convolution(FilterType::Lanczos3) };
        let options = ResizeOptions::new().resize_alg(algorithm).use_alpha(false);
        Resizer::new().resize(&self.pixels, &mut scaled, &options).map_err(|error| encoder(&error))?;
        let pixels = scaled.buffer().chunks_exact(CHANNELS * 2).flat_map(to_srgb).collect();
        RgbaImage::from_raw(side_px, side_px, pixels).ok_or_else(|| encoder(&"a size that does not fit its pixels"))
    }
}

fn encoder(what: &impl ToString) -> PictureError {
    PictureError::Encoder { what: what.to_string() }
}

/// The mean of a block of pixels in linear light, multiplied by opacity.
#[expect(clippy::cast_possible_truncation, reason = "a mean of 16-bit values has 16 bits")]
fn mean(square: &RgbaImage, left: u32, top: u32, factor: u32) -> [u16; CHANNELS] {
    let light = light_of_srgb();
    let mut sums = [0_u64; CHANNELS];
    for y in top..top + factor {
        for x in left..left + factor {
            let [red, green, blue, alpha] = square.get_pixel(x, y).0;
            let alpha = u64::from(alpha);
            for (sum, value) in sums.iter_mut().zip([red, green, blue]) {
                *sum += u64::from(light[usize::from(value)]) * alpha;
            }
            sums[3] += alpha * u64::from(u16::MAX);
        }
    }
    let weight = u64::from(factor) * u64::from(factor) * OPAQUE;
    sums.map(|sum| ((sum + weight / 2) / weight) as u16)
}

/// One pixel back to sRGB; the filter may have brought a colour above its opacity.
#[expect(clippy::cast_possible_truncation, reason = "values are clamped to their range before")]
fn to_srgb(pixel: &[u8]) -> [u8; CHANNELS] {
    let channel = |index: usize| u32::from(u16::from_ne_bytes([pixel[index * 2], pixel[index * 2 + 1]]));
    let alpha = channel(3);
    let opacity = ((alpha * 255 + 32_767) / 65_535) as u8;
    if opacity == 0 {
        return [0; CHANNELS];
    }
    let colour = |index| {
        let light = (channel(index).min(alpha) * 65_535 + alpha / 2).checked_div(alpha).unwrap_or(0);
        srgb_of_light()[light.min(65_535) as usize]
    };
    [colour(0), colour(1), colour(2), opacity]
}

/// Light of an sRGB value (IEC 61966-2-1), 16 bits.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 65 535")]
fn light_of_srgb() -> &'static [u16; 256] {
    static LIGHT: OnceLock<[u16; 256]> = OnceLock::new();
    LIGHT.get_or_init(|| {
        std::array::from_fn(|value| {
            let value = f64::from(u16::try_from(value).unwrap_or(u16::MAX)) / 255.0;
            let light = if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
            (light * 65_535.0).round() as u16
        })
    })
}

/// The sRGB value of a light of 16 bits.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
fn srgb_of_light() -> &'static [u8] {
    static VALUES: OnceLock<Vec<u8>> = OnceLock::new();
    VALUES.get_or_init(|| {
        let value = |light: u16| {
            let light = f64::from(light) / 65_535.0;
            let value = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
            (value * 255.0).round() as u8
        };
        (0..=u16::MAX).map(value).collect()
    })
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::LinearSquare;

    #[test]
    fn every_value_of_srgb_survives_the_way_through_linear_light() {
        let square = RgbaImage::from_fn(16, 16, |x, y| {
            let value = u8::try_from(y * 16 + x).unwrap();
            Rgba([value, 255 - value, value / 2, 255])
        });
        let back = LinearSquare::from_srgb(&square).unwrap().scaled_to(16).unwrap();
        assert_eq!(back, square);
    }

    #[test]
    fn a_fine_pattern_of_black_and_white_becomes_the_grey_of_half_the_light() {
        let square = RgbaImage::from_fn(64, 64, |x, y| {
            let value = if (x + y) % 2 == 0 { 255 } else { 0 };
            Rgba([value, value, value, 255])
        });
        let grey = LinearSquare::from_srgb(&square).unwrap().scaled_to(8).unwrap();
        let middle = grey.get_pixel(4, 4)[0];
        assert!((186..=190).contains(&middle), "{middle}: 188 is half of the light, 128 would be half of the value");
    }

    #[test]
    fn what_is_transparent_does_not_bleed_into_what_is_seen() {
        let square =
            RgbaImage::from_fn(64, 64, |x, _| if x < 32 { Rgba([200, 40, 40, 255]) } else { Rgba([0, 255, 0, 0]) });
        let small = LinearSquare::from_srgb(&square).unwrap().scaled_to(8).unwrap();
        for pixel in small.pixels().filter(|pixel| pixel[3] > 8) {
            assert!(pixel[0] > 180 && pixel[1] < 60, "{pixel:?}");
        }
    }
}
