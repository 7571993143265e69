//! The folder of blobs. Which of them are needed is not known here.

use std::{
    io,
    path::{Path, PathBuf},
};

use tokio::fs;

/// A kind of blob: a sub-folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Uploads that are still arriving.
    Incoming,
    /// Uploads as they came.
    Originals,
    /// One folder an encode.
    Versions,
    /// Pictures as they came; never served.
    Pictures,
    /// One folder a picture.
    Thumbnails,
    /// Archives of what people have here, each for its owner alone.
    Exports,
}

impl Shelf {
    /// Every shelf.
    pub const ALL: [Self; 6] =
        [Self::Incoming, Self::Originals, Self::Versions, Self::Pictures, Self::Thumbnails, Self::Exports];

    fn folder(self) -> &'static str {
        match self {
            Self::Incoming => "incoming",
            Self::Originals => "originals",
            Self::Versions => "versions",
            // Named when artwork was all there was; people's folders are called so.
            Self::Pictures => "artwork",
            Self::Thumbnails => "thumbnails",
            Self::Exports => "exports",
        }
    }
}

/// The blobs of an instance; cheap to clone.
#[derive(Clone, Debug)]
pub struct BlobStore {
    root: PathBuf,
}

impl BlobStore {
    /// Opens the folder and makes what it lacks.
    pub fn open(root: PathBuf) -> io::Result<Self> {
        for shelf in Shelf::ALL {
            std::fs::create_dir_all(root.join(shelf.folder()))?;
        }
        Ok(Self { root })
    }

    /// The folder of all blobs.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path of a blob. Names come from rows or are made by us; a name that would leave the shelf is a bug.
    pub fn path(&self, shelf: Shelf, name: &str) -> PathBuf {
        debug_assert!(!name.contains(['/', '\\']) && name != ".." && !name.is_empty(), "{name:?} leaves its shelf");
        self.root.join(shelf.folder()).join(name)
    }

    /// Moves a synced file between shelves and makes the move durable.
    pub async fn move_file(&self, from: (Shelf, &str), to: (Shelf, &str)) -> io::Result<()> {
        fs::rename(self.path(from.0, from.1), self.path(to.0, to.1)).await?;
        self.sync(to.0).await?;
        self.sync(from.0).await
    }

    /// Writes a whole small file durably.
    pub async fn write(&self, shelf: Shelf, name: &str, content: &[u8]) -> io::Result<()> {
        use tokio::io::AsyncWriteExt;
        let mut file = fs::File::create_new(self.path(shelf, name)).await?;
        file.write_all(content).await?;
        file.sync_all().await?;
        self.sync(shelf).await
    }

    /// Writes, syncs and removes a small file, to see whether that can be done. What a kill leaves is the sweep's.
    pub async fn probe(&self, name: &str) -> io::Result<()> {
        let written = self.write(Shelf::Incoming, name, b"probe").await;
        self.remove(Shelf::Incoming, name).await?;
        written
    }

    /// Makes the names on a shelf durable.
    pub async fn sync(&self, shelf: Shelf) -> io::Result<()> {
        fs::File::open(self.root.join(shelf.folder())).await?.sync_all().await
    }

    /// Removes a file or a folder; one that is gone already is no error.
    pub async fn remove(&self, shelf: Shelf, name: &str) -> io::Result<()> {
        let path = self.path(shelf, name);
        let removed = match fs::symlink_metadata(&path).await {
            Ok(meta) if meta.is_dir() => fs::remove_dir_all(&path).await,
            Ok(_) => fs::remove_file(&path).await,
            Err(error) => Err(error),
        };
        match removed {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// Names on a shelf with the instant of their last change.
    pub async fn list(&self, shelf: Shelf) -> io::Result<Vec<(String, std::time::SystemTime)>> {
        let mut entries = fs::read_dir(self.root.join(shelf.folder())).await?;
        let mut names = Vec::new();
        while let Some(entry) = entries.next_entry().await? {
            let Ok(name) = entry.file_name().into_string() else { continue };
            match entry.metadata().await {
                Ok(meta) => names.push((name, meta.modified()?)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(names)
    }
}
