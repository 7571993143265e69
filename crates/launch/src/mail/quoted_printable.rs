//! Quoted-printable (RFC 2045, 6.7): text in lines of at most 76 characters of ASCII, with CRLF.

const LINE_MAX: usize = 76;

/// Encodes text; every line end becomes CRLF, and the result ends with one.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 5 / 4);
    for line in text.lines() {
        encode_line(line, &mut out);
        out.push_str("\r\n");
    }
    out
}

fn encode_line(line: &str, out: &mut String) {
    let mut width = 0;
    let last = line.len().saturating_sub(1);
    for (place, byte) in line.bytes().enumerate() {
        let plain = matches!(byte, b'!'..=b'<' | b'>'..=b'~') || (matches!(byte, b' ' | b'\t') && place != last);
        // A dot alone, or "From " at the start of a line, is changed by servers on the way.
        let risky = width == 0 && (byte == b'.' || line.as_bytes()[place..].starts_with(b"From "));
        let needs = if plain && !risky { 1 } else { 3 };
        let keep = if place == last { LINE_MAX } else { LINE_MAX - 1 };
        if width + needs > keep {
            out.push_str("=\r\n");
            width = 0;
        }
        if plain && !risky {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("={byte:02X}"));
        }
        width += needs;
    }
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn text_becomes_short_lines_of_ascii() {
        assert_eq!(encode("à = b \n.\nFrom me\n"), "=C3=A0 =3D b=20\r\n=2E\r\n=46rom me\r\n");
        let long = encode(&"é".repeat(200));
        assert!(long.lines().all(|line| line.len() <= 76));
        assert_eq!(long.replace("=\r\n", "").trim_end(), "=C3=A9".repeat(200));
        let exact = encode(&"x".repeat(76));
        assert_eq!(exact, "x".repeat(76) + "\r\n");
    }
}
