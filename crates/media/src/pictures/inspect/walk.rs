//! Steps over the parts of a file: takes a few bytes, skips many, and knows when the file ends too early.

use std::io::{BufRead, Read, Seek, SeekFrom};

use crate::pictures::error::PictureError;

/// First bytes that tell kinds apart.
const HEAD_BYTES: u64 = 64;

pub(super) struct Walk<F> {
    file: F,
    at: u64,
    size_bytes: u64,
}

impl<F: BufRead + Seek> Walk<F> {
    /// Stands at the first byte.
    pub(super) fn begin(mut file: F) -> Result<Self, PictureError> {
        let size_bytes = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Self { file, at: 0, size_bytes })
    }

    pub(super) fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// The first bytes; the place stays the same.
    pub(super) fn peek_head(&mut self) -> Result<Vec<u8>, PictureError> {
        let mut head = Vec::new();
        self.file.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
        self.file.seek(SeekFrom::Start(self.at))?;
        Ok(head)
    }

    pub(super) fn take<const N: usize>(&mut self) -> Result<[u8; N], PictureError> {
        let mut bytes = [0; N];
        if self.at + N as u64 > self.size_bytes {
            return Err(cut_off());
        }
        self.file.read_exact(&mut bytes)?;
        self.at += N as u64;
        Ok(bytes)
    }

    pub(super) fn byte(&mut self) -> Result<u8, PictureError> {
        self.take::<1>().map(|[byte]| byte)
    }

    /// Skips bytes that must be there.
    pub(super) fn skip(&mut self, bytes: u64) -> Result<(), PictureError> {
        let to = self.at.checked_add(bytes).filter(|to| *to <= self.size_bytes).ok_or_else(cut_off)?;
        // Relative, so that a buffer that holds the place is kept.
        self.file.seek_relative(i64::try_from(bytes).map_err(|_| cut_off())?)?;
        self.at = to;
        Ok(())
    }

    /// Skips to just behind the next byte of this value.
    pub(super) fn skip_behind(&mut self, wanted: u8) -> Result<(), PictureError> {
        loop {
            let buffer = self.file.fill_buf()?;
            if buffer.is_empty() {
                return Err(cut_off());
            }
            let found = buffer.iter().position(|byte| *byte == wanted);
            let used = found.map_or(buffer.len(), |place| place + 1);
            self.file.consume(used);
            self.at += used as u64;
            if found.is_some() {
                return Ok(());
            }
        }
    }
}

pub(super) fn cut_off() -> PictureError {
    PictureError::damaged("it is cut off")
}
