//! A reader of MP4 boxes of its own, so that the writer is not judged by the library that it is made of.

/// A box, its place in the file and what it holds after size and type.
pub(crate) struct Mp4Box<'a> {
    pub(crate) kind: [u8; 4],
    pub(crate) offset: usize,
    pub(crate) body: &'a [u8],
}

/// The boxes that follow one another in `bytes`, which begin at `offset` in the file.
pub(crate) fn boxes(bytes: &[u8], offset: usize) -> Vec<Mp4Box<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let size = number(&bytes[at..at + 4]) as usize;
        assert!(size >= 8 && at + size <= bytes.len(), "a box of {size} bytes at {}", offset + at);
        let kind = bytes[at + 4..at + 8].try_into().unwrap();
        found.push(Mp4Box { kind, offset: offset + at, body: &bytes[at + 8..at + size] });
        at += size;
    }
    found
}

/// The body of the box at a path like `moov/trak/edts/elst`.
pub(crate) fn find<'a>(bytes: &'a [u8], path: &str) -> Option<&'a [u8]> {
    path.split('/').try_fold(bytes, |bytes, kind| {
        boxes(bytes, 0).into_iter().find(|found| found.kind == kind.as_bytes()).map(|found| found.body)
    })
}

/// A big-endian number.
pub(crate) fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}
