//! Names what people send instead of a picture, so that they know what to do.

/// A sentence about a file by its first bytes.
pub(super) fn describe(head: &[u8]) -> &'static str {
    let brand = head.get(4..12).unwrap_or_default();
    let text = head.trim_ascii_start().to_ascii_lowercase();
    match brand {
        b"ftypheic" | b"ftypheix" | b"ftypmif1" | b"ftypmsf1" | b"ftyphevc" => {
            return "This is a HEIC picture, which few browsers can show.";
        }
        b"ftypavif" | b"ftypavis" => return "This is an AVIF picture, which is not taken here.",
        _ => {}
    }
    match text.as_slice() {
        [b'<', b's', b'v', b'g', ..] => "This is an SVG drawing, not a picture.",
        [b'<', ..] => "This is a page or a drawing in XML, not a picture.",
        [b'%', b'p', b'd', b'f', ..] => "This is a PDF, not a picture.",
        [b'i', b'i', b'*', 0, ..] | [b'm', b'm', 0, b'*', ..] => "This is a TIFF, which is not taken here.",
        [b'b', b'm', ..] => "This is a BMP, which is not taken here.",
        [b'8', b'b', b'p', b's', ..] => "This is a Photoshop document, not a picture.",
        _ => "This is not a picture that Sillon can read, whatever its name says.",
    }
}
