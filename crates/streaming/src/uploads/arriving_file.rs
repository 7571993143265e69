//! A file that no row names yet, and that must not stay if none ever does.

use sillon_domain::blobs::{BlobStore, Shelf};

/// Removes the file when it is dropped before [`ArrivingFile::keep`]: the client went away, a rule refused, a commit failed.
/// What a killed process leaves is the sweep's.
#[derive(Debug)]
pub(crate) struct ArrivingFile {
    blobs: BlobStore,
    place: Option<(Shelf, String)>,
}

impl ArrivingFile {
    /// Names the file after the id of what it becomes; it is made by whoever writes it.
    pub(crate) fn new(blobs: BlobStore, id: impl std::fmt::Display) -> Self {
        Self { blobs, place: Some((Shelf::Incoming, format!("{id}.part"))) }
    }

    /// Where it lies now.
    pub(crate) fn path(&self) -> std::path::PathBuf {
        let (shelf, name) = self.place.as_ref().expect("a file that was kept is no longer asked for");
        self.blobs.path(*shelf, name)
    }

    /// Moves the synced file to the shelf on which it stays.
    pub(crate) async fn move_to(&mut self, to: Shelf, name: &str) -> std::io::Result<()> {
        let (shelf, from) = self.place.clone().expect("a file that was kept is no longer moved");
        self.blobs.move_file((shelf, &from), (to, name)).await?;
        self.place = Some((to, name.to_owned()));
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
