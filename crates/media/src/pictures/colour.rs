//! Colour profiles (ICC.1): cameras and telephones write Display P3 or Adobe RGB, and thumbnails are sRGB.

use image::RgbaImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

const BYTES_PER_PIXEL: usize = 4;

/// Brings the pixels to sRGB. A profile that cannot be read, or that is not about RGB (the one of a CMYK picture, whose
/// pixels were converted by the decoder), changes nothing.
pub(super) fn to_srgb(pixels: &mut RgbaImage, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) = profile.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgba, TransformOptions::default())
    else {
        return;
    };
    let row_bytes = pixels.width() as usize * BYTES_PER_PIXEL;
    let mut converted = vec![0; row_bytes];
    for row in pixels.chunks_exact_mut(row_bytes) {
        // Both rows have the length that the transform wants; one that it refuses stays as it is.
        if transform.transform(row, &mut converted).is_ok() {
            row.copy_from_slice(&converted);
        }
    }
}
