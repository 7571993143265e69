//! A file that no row names yet, and that must not stay if none ever does.

use sillon_domain::{
    blobs::{BlobStore, Shelf},
    ids::UploadId,
};

/// Removes the file when it is dropped before [`ArrivingFile::keep`]: the client went away, a rule refused, a commit failed.
/// What a killed process leaves is the sweep's.
#[derive(Debug)]
pub(crate) struct ArrivingFile {
    blobs: BlobStore,
    place: Option<(Shelf, String)>,
}

impl ArrivingFile {
    /// Names the file; it is made by whoever writes it.
    pub(crate) fn new(blobs: BlobStore, id: UploadId) -> Self {
        Self { blobs, place: Some((Shelf::Incoming, format!("{id}.part"))) }
    }

    /// Where it lies now.
    pub(crate) fn path(&self) -> std::path::PathBuf {
        let (shelf, name) = self.place.as_ref().expect("a file that was kept is no longer asked for");
        self.blobs.path(*shelf, name)
    }

    /// Moves the synced file among the originals.
    pub(crate) async fn move_to_originals(&mut self, name: &str) -> std::io::Result<()> {
        let (shelf, from) = self.place.clone().expect("a file that was kept is no longer moved");
        self.blobs.move_file((shelf, &from), (Shelf::Originals, name)).await?;
        self.place = Some((Shelf::Originals, name.to_owned()));
        Ok(())
    }

    /// A committed row names it: it stays.
    pub(crate) fn keep(mut self) {
        self.place = None;
    }
}

impl Drop for ArrivingFile {
    fn drop(&mut self) {
        let Some((shelf, name)) = self.place.take() else { return };
        match std::fs::remove_file(self.blobs.path(shelf, &name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(%error, name, "a refused upload stays until the next sweep");
            }
            _ => {}
        }
    }
}
