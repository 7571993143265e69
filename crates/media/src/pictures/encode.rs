//! Thumbnails as files: WebP by libwebp, which sees nothing but pixels, and JPEG for what cannot read WebP.

use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage, RgbaImage, codecs::jpeg::JpegEncoder};

use super::error::PictureError;

const WEBP_QUALITY: f32 = 82.0;
const JPEG_QUALITY: u8 = 85;
/// What shows through a picture without a ground of its own, in formats that have no opacity: paper.
const GROUND: u8 = 255;

/// Lossy WebP; opacity is kept where there is any.
pub(super) fn encode_webp(pixels: &RgbaImage) -> Result<Vec<u8>, PictureError> {
    let refuse = |what: String| PictureError::Encoder { what };
    let mut config = webp::WebPConfig::new().map_err(|()| refuse("libwebp has another version".to_owned()))?;
    config.quality = WEBP_QUALITY;
    config.alpha_compression = 1;
    // Keeps the edges of saturated colours, of which artwork has many.
    config.use_sharp_yuv = 1;
    let (width, height) = pixels.dimensions();
    let is_opaque = pixels.pixels().all(|pixel| pixel[3] == u8::MAX);
    let encoded = if is_opaque {
        webp::Encoder::from_rgb(flatten(pixels).as_raw(), width, height).encode_advanced(&config)
    } else {
        webp::Encoder::from_rgba(pixels.as_raw(), width, height).encode_advanced(&config)
    };
    let encoded = encoded.map_err(|error| refuse(format!("libwebp: {error:?}")))?;
    Ok(encoded.to_vec())
}

/// Baseline JPEG over the ground.
pub(super) fn encode_jpeg(pixels: &RgbaImage) -> Result<Vec<u8>, PictureError> {
    let flat = flatten(pixels);
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)
        .write_image(flat.as_raw(), flat.width(), flat.height(), ExtendedColorType::Rgb8)
        .map_err(|error| PictureError::Encoder { what: error.to_string() })?;
    Ok(bytes)
}

/// The picture over the ground.
pub(super) fn flatten(pixels: &RgbaImage) -> RgbImage {
    let over = |value: u8, alpha: u8| {
        let (alpha, rest) = (u32::from(alpha), u32::from(u8::MAX - alpha));
        let mixed = (u32::from(value) * alpha + u32::from(GROUND) * rest + 127) / 255;
        u8::try_from(mixed).expect("invariant: a mean of two bytes is a byte")
    };
    RgbImage::from_fn(pixels.width(), pixels.height(), |x, y| {
        let [red, green, blue, alpha] = pixels.get_pixel(x, y).0;
        Rgb([over(red, alpha), over(green, alpha), over(blue, alpha)])
    })
}
