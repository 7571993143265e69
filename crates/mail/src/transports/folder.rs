//! Writes each message to a file: for instances without a mail server, for trying, and for tests.

use std::{
    fs::{DirBuilder, File, Permissions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
};

use tempfile::Builder;

use super::{Delivery, Outcome, TransportError};
use crate::Mail;

/// A folder of `.eml` files, one a message, named by the message's id: the same message again replaces its file.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder; made when the first message comes, readable by its owner only.
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    pub(super) async fn send(&self, mail: &Mail) -> Delivery {
        let (path, name, bytes) = (self.path.clone(), format!("{}.eml", mail.id), mail.bytes.clone());
        let shown = path.join(&name);
        match off_the_runtime(move || write(&path, &name, &bytes)).await {
            Ok(()) => Delivery::new(Outcome::Accepted, &format!("written to {}", shown.display())),
            Err(error) => Delivery::new(Outcome::TryLater, &format!("{}: {error}", shown.display())),
        }
    }

    pub(super) async fn check(&self) -> Result<String, TransportError> {
        let path = self.path.clone();
        let tried = off_the_runtime(move || {
            make_folder(&path)?;
            Builder::new().prefix(".check").tempfile_in(&path).map(drop)
        });
        tried.await.map_err(|error| TransportError(format!("{}: {error}", self.path.display())))?;
        Ok(format!("mails are written to {}, and nobody is sent any", self.path.display()))
    }
}

async fn off_the_runtime(work: impl FnOnce() -> io::Result<()> + Send + 'static) -> io::Result<()> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Whole or not at all, also when the power fails: written beside its place, synced, moved there, the folder synced.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    make_folder(folder)?;
    let mut file = Builder::new().prefix(".new").permissions(Permissions::from_mode(0o600)).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(folder.join(name)).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn files_are_whole_and_for_their_owner_only() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("mail");
        write(&folder, "a.eml", b"first").unwrap();
        write(&folder, "a.eml", b"second").unwrap();
        assert_eq!(fs::read(folder.join("a.eml")).unwrap(), b"second");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing half-written is left");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join("a.eml"))), (0o700, 0o600));
    }
}
