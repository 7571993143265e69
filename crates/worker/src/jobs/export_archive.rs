//! Writes an export as a ZIP file: documents and originals, stored as they are, with ZIP64 where sizes need it.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufWriter, Read, Write},
    path::PathBuf,
};

use chrono::{DateTime, Datelike, Timelike, Utc};
use sillon_domain::{
    blobs::BlobStore,
    exports::{ExportContent, Original},
};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const BUFFER_BYTES: usize = 256 * 1024;
/// From this size on an entry is written with ZIP64; below the four bytes that an entry's size has, with room.
const LARGE_BYTES: u64 = u32::MAX as u64 / 2;

/// How writing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// The file is whole and synced.
    Whole {
        /// Its size.
        size_bytes: u64,
    },
    /// It was told to stop.
    Stopped,
}

/// Where an archive is written to, and who is told.
#[derive(Debug)]
pub(super) struct Archive {
    pub(super) path: PathBuf,
    pub(super) blobs: BlobStore,
    pub(super) stop: CancellationToken,
    /// How far it is, in percent of the bytes.
    pub(super) told: watch::Sender<i32>,
}

impl Archive {
    /// Writes the whole file, readable by the server's user alone. Blocks; memory stays flat. An original that is gone
    /// is left out: its owner has deleted it meanwhile.
    pub(super) fn write(&self, content: &ExportContent) -> io::Result<Written> {
        let mut originals = Vec::new();
        for original in &content.originals {
            match File::open(self.blobs.path(original.shelf, &original.blob)) {
                Ok(file) => originals.push((original, file.metadata()?.len(), file)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    tracing::warn!(blob = original.blob, "an export leaves out a file that is gone");
                }
                Err(error) => return Err(error),
            }
        }
        let whole: u64 = originals.iter().map(|(_, size_bytes, _)| size_bytes).sum();
        let mut zip = ZipWriter::new(BufWriter::with_capacity(BUFFER_BYTES, create(&self.path)?));
        let options = options_at(content.read_at);
        zip.start_file("README.txt", options)?;
        zip.write_all(content.read_me.as_bytes())?;
        for (name, document) in &content.documents {
            zip.start_file(*name, options)?;
            serde_json::to_writer_pretty(&mut zip, document)?;
        }
        let mut copied = 0;
        for (Original { path, .. }, size_bytes, file) in originals {
            zip.start_file(path, options.large_file(size_bytes >= LARGE_BYTES))?;
            if !self.copy(file.take(size_bytes), &mut zip, &mut copied, whole)? {
                return Ok(Written::Stopped);
            }
        }
        let file = zip.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(Written::Whole { size_bytes: file.metadata()?.len() })
    }

    /// False when it was told to stop.
    fn copy(&self, mut from: impl Read, to: &mut impl Write, copied: &mut u64, whole: u64) -> io::Result<bool> {
        let mut buffer = vec![0; BUFFER_BYTES];
        loop {
            if self.stop.is_cancelled() {
                return Ok(false);
            }
            let length = from.read(&mut buffer)?;
            if length == 0 {
                return Ok(true);
            }
            to.write_all(&buffer[..length])?;
            *copied += length as u64;
            // The last percent is the publication.
            let percent = copied.saturating_mul(99).checked_div(whole).unwrap_or(99).min(99);
            self.told.send_replace(i32::try_from(percent).unwrap_or(99));
        }
    }
}

fn create(path: &PathBuf) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn options_at(moment: DateTime<Utc>) -> SimpleFileOptions {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let part = |number: u32| u8::try_from(number).unwrap_or(0);
    let date = zip::DateTime::from_date_and_time(
        u16::try_from(moment.year()).unwrap_or(0),
        part(moment.month()),
        part(moment.day()),
        part(moment.hour()),
        part(moment.minute()),
        part(moment.second()),
    );
    // A year that a ZIP cannot say leaves the date of the format's beginning.
    date.map_or(options, |date| options.last_modified_time(date))
}
