//! The artwork of the demo's release: a record that rises like the sun over a ploughed field. A sillon is both, the
//! groove and the furrow.
//!
//! How artwork is stored and scaled is not decided here.

/// Width and height in pixels.
const SIZE: u16 = 1_000;
/// Samples along each side of a pixel.
const SUPERSAMPLING: u8 = 3;

const CENTRE_X: f32 = 500.0;
const HORIZON_Y: f32 = 560.0;
const RECORD_RADIUS: f32 = 336.0;
const LABEL_RADIUS: f32 = 112.0;
const GROOVE_PITCH: f32 = 14.0;

type Colour = [f32; 3];

const PAPER: Colour = [246.0, 232.0, 208.0];
const GLOW: Colour = [240.0, 196.0, 148.0];
const VINYL: Colour = [47.0, 40.0, 56.0];
const GROOVE: Colour = [66.0, 56.0, 74.0];
const SHEEN: Colour = [150.0, 116.0, 112.0];
const LABEL: Colour = [200.0, 91.0, 62.0];
const LABEL_RING: Colour = [222.0, 128.0, 88.0];
const RIDGE: Colour = [176.0, 118.0, 74.0];
const FURROW: Colour = [92.0, 62.0, 56.0];
const SPROUTS: Colour = [122.0, 136.0, 84.0];
const SPROUTS_SHADE: Colour = [72.0, 84.0, 66.0];

/// Draws it: a PNG of 1,000 × 1,000 pixels in sRGB.
pub fn artwork_png() -> Vec<u8> {
    let mut pixels = Vec::with_capacity(usize::from(SIZE) * usize::from(SIZE) * 3);
    for y in 0..SIZE {
        for x in 0..SIZE {
            pixels.extend(pixel(f32::from(x), f32::from(y)).map(channel));
        }
    }
    encode(&pixels).expect("invariant: writing to memory does not fail and the size fits the pixels")
}

fn encode(pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, u32::from(SIZE), u32::from(SIZE));
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte before")]
fn channel(value: f32) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

/// The mean of the samples in a pixel.
fn pixel(x: f32, y: f32) -> Colour {
    let step = 1.0 / f32::from(SUPERSAMPLING);
    let mut sum = [0.0; 3];
    for row in 0..SUPERSAMPLING {
        for column in 0..SUPERSAMPLING {
            let sample_x = x + (f32::from(column) + 0.5) * step;
            let sample_y = y + (f32::from(row) + 0.5) * step;
            let colour = if sample_y < HORIZON_Y { sky(sample_x, sample_y) } else { field(sample_x, sample_y) };
            for (total, value) in sum.iter_mut().zip(colour) {
                *total += value * step * step;
            }
        }
    }
    sum
}

/// The sky in rings of flat colour around the record, as in a print.
fn sky(x: f32, y: f32) -> Colour {
    let (across, up) = (x - CENTRE_X, HORIZON_Y - y);
    let radius = across.hypot(up);
    if radius < RECORD_RADIUS {
        return record(radius, across, up);
    }
    let ring = ((radius - RECORD_RADIUS) / 34.0).floor();
    mix(GLOW, PAPER, (ring / 9.0).min(1.0))
}

fn record(radius: f32, across: f32, up: f32) -> Colour {
    if radius < 13.0 {
        return PAPER;
    }
    if radius < LABEL_RADIUS {
        let is_ring = (82.0..86.0).contains(&radius) || (26.0..30.0).contains(&radius);
        return if is_ring { LABEL_RING } else { LABEL };
    }
    let from_label = radius - LABEL_RADIUS;
    // The run-out, the gaps between pieces and the edge have no grooves.
    let is_plain = from_label < 14.0 || radius > RECORD_RADIUS - 8.0;
    let is_gap = (84.0..98.0).contains(&from_label) || (154.0..168.0).contains(&from_label);
    let in_groove = from_label.rem_euclid(GROOVE_PITCH);
    let is_cut = !is_plain && !is_gap && in_groove < GROOVE_PITCH * 0.5;
    // Light lies on the grooves in two wedges, in three flat steps.
    let direction = up.atan2(across);
    let nearest = (direction - 0.95).abs().min((direction - 2.35).abs());
    let wedge = if is_plain { 0.0 } else { (3.0 - (nearest / 0.085).floor()).max(0.0) / 3.0 };
    let base = if is_cut { GROOVE } else { VINYL };
    mix(base, SHEEN, wedge * if is_cut { 0.62 } else { 0.16 })
}

/// Furrows that meet under the record; every fourth pair carries sprouts.
fn field(x: f32, y: f32) -> Colour {
    let depth = y - HORIZON_Y;
    // A hill rolls the furrows a little to one side.
    let roll = 0.22 * (depth / 150.0).sin();
    let furrow = (x - CENTRE_X) / (depth + 26.0) * 3.2 + roll * 3.2;
    let number = furrow.floor();
    let within = furrow - number;
    let is_green = number.rem_euclid(4.0) < 1.0;
    let (light, shade) = if is_green { (SPROUTS, SPROUTS_SHADE) } else { (RIDGE, FURROW) };
    let colour = match within {
        part if part < 0.40 => light,
        part if part < 0.52 => mix(light, shade, 0.45),
        part if part < 0.86 => shade,
        _ => mix(shade, VINYL, 0.45),
    };
    // Far away the air takes the contrast.
    let haze = (1.1 - depth / 120.0).clamp(0.0, 1.0);
    mix(colour, GLOW, ((haze * haze * 12.0).floor() / 12.0).min(1.0))
}

fn mix(from: Colour, to: Colour, share: f32) -> Colour {
    std::array::from_fn(|index| from[index] + (to[index] - from[index]) * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded() -> (png::OutputInfo, Vec<u8>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(artwork_png())).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let information = reader.next_frame(&mut pixels).unwrap();
        (information, pixels)
    }

    #[test]
    fn the_artwork_is_a_square_of_1000_pixels_in_colour() {
        let (information, pixels) = decoded();
        assert_eq!((information.width, information.height), (1_000, 1_000));
        assert_eq!(information.color_type, png::ColorType::Rgb);
        let at = |x: usize, y: usize| &pixels[(y * 1_000 + x) * 3..][..3];
        assert_ne!(at(500, 500), at(10, 10), "the record is not the sky");
        assert_ne!(at(10, 10), at(500, 950), "the sky is not the field");
    }

    #[test]
    fn the_artwork_is_small_enough_to_send() {
        assert!(artwork_png().len() < 200_000, "{} bytes", artwork_png().len());
    }
}
