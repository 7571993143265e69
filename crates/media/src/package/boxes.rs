//! Boxes of ISO/IEC 14496-12 around those that mp4-atom writes: containers with their children in the customary order.
//!
//! What stands in a box belongs to `init`, `fragment` and `loudness`.

use mp4_atom::Encode;

use crate::error::MediaError;

/// Bytes of a box's size and type.
pub(super) const BOX_HEADER_BYTES: usize = 8;

/// Appends a box: its size, its type, and what `body` appends.
pub(super) fn write_box(
    out: &mut Vec<u8>,
    kind: [u8; 4],
    body: impl FnOnce(&mut Vec<u8>) -> Result<(), MediaError>,
) -> Result<(), MediaError> {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&kind);
    body(out)?;
    let size = u32::try_from(out.len() - start).map_err(|_| too_large(kind))?;
    out[start..start + 4].copy_from_slice(&size.to_be_bytes());
    Ok(())
}

/// Appends a box that mp4-atom knows.
pub(super) fn write_atom(out: &mut Vec<u8>, atom: &impl Encode) -> Result<(), MediaError> {
    atom.encode(out).map_err(|error| MediaError::Encoder { what: format!("MP4: {error}") })
}

/// Appends the size and type of an `mdat` box that will hold `body_bytes`.
pub(super) fn write_media_data_header(out: &mut Vec<u8>, body_bytes: usize) -> Result<(), MediaError> {
    let size = u32::try_from(body_bytes + BOX_HEADER_BYTES).map_err(|_| too_large(*b"mdat"))?;
    out.extend_from_slice(&size.to_be_bytes());
    out.extend_from_slice(b"mdat");
    Ok(())
}

fn too_large(kind: [u8; 4]) -> MediaError {
    MediaError::Encoder { what: format!("MP4: the box {} is larger than 4 GiB", kind.escape_ascii()) }
}
