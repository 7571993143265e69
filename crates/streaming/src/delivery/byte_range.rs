//! The `Range` header (RFC 9110, section 14): one range of bytes, or the whole.

/// What a client asked for of a resource of a known size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Requested {
    /// Everything: no range, or one that the server may ignore (another unit, several ranges, nonsense).
    Whole,
    /// These bytes.
    Part {
        /// First byte.
        first: u64,
        /// Last byte, included.
        last: u64,
    },
    /// Bytes that are not there.
    Unsatisfiable,
}

/// Reads the header's value.
pub(crate) fn parse_range(header: &str, size_bytes: u64) -> Requested {
    let Some(range) = header.trim().strip_prefix("bytes=") else { return Requested::Whole };
    let Some((first, last)) = range.split_once('-') else { return Requested::Whole };
    let (first, last) = (first.trim(), last.trim());
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    match (first.is_empty(), last.is_empty()) {
        (true, true) => Requested::Whole,
        (true, false) => match number(last) {
            Some(0) => Requested::Unsatisfiable,
            Some(suffix) if size_bytes > 0 => {
                Requested::Part { first: size_bytes.saturating_sub(suffix), last: size_bytes - 1 }
            }
            Some(_) => Requested::Unsatisfiable,
            None => Requested::Whole,
        },
        (false, open) => {
            let last = if open { Some(u64::MAX) } else { number(last) };
            match number(first).zip(last) {
                Some((first, last)) if first > last => Requested::Whole,
                Some((first, _)) if first >= size_bytes => Requested::Unsatisfiable,
                Some((first, last)) => Requested::Part { first, last: last.min(size_bytes - 1) },
                None => Requested::Whole,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Requested, parse_range};

    #[test]
    fn ranges_are_read_as_the_rfc_says() {
        let part = |first, last| Requested::Part { first, last };
        for (header, requested) in [
            ("bytes=0-499", part(0, 499)),
            ("bytes=500-", part(500, 999)),
            ("bytes=-100", part(900, 999)),
            ("bytes=-5000", part(0, 999)),
            ("bytes=0-5000", part(0, 999)),
            ("bytes=999-999", part(999, 999)),
            ("bytes=1000-", Requested::Unsatisfiable),
            ("bytes=-0", Requested::Unsatisfiable),
            ("bytes=5-2", Requested::Whole),
            ("bytes=0-1,5-6", Requested::Whole),
            ("bytes=-", Requested::Whole),
            ("bytes=+1-2", Requested::Whole),
            ("bytes=99999999999999999999-", Requested::Whole),
            ("items=0-1", Requested::Whole),
        ] {
            assert_eq!(parse_range(header, 1000), requested, "{header}");
        }
        assert_eq!(parse_range("bytes=0-", 0), Requested::Unsatisfiable);
        assert_eq!(parse_range("bytes=-1", 0), Requested::Unsatisfiable);
    }
}
