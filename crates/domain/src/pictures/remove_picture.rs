//! Takes pictures away: rows in the caller's transaction, files after its commit.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use sillon_database::{
    Reads, WriteTx,
    entities::picture::{self, State},
    sea_orm,
};

use super::Subject;
use crate::{
    Failure,
    blobs::{BlobStore, Shelf},
};

/// What to remove from the storage after the commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "the files are still there"]
pub struct RemovedPictures {
    originals: Vec<String>,
    folders: Vec<String>,
}

impl RemovedPictures {
    /// Removes the files, after the commit. What fails here is left to the sweep.
    pub async fn remove_files(self, blobs: &BlobStore) {
        let originals = self.originals.into_iter().map(|name| (Shelf::Pictures, name));
        let folders = self.folders.into_iter().map(|name| (Shelf::Thumbnails, name));
        for (shelf, name) in originals.chain(folders) {
            if let Err(error) = blobs.remove(shelf, &name).await {
                tracing::warn!(%error, name, "a removed picture's file stays until the next sweep");
            }
        }
    }
}

/// Which pictures of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    All,
    /// Those that are waiting or have failed.
    OnTheirWay,
    /// The one that is shown.
    Shown,
}

/// Removes every picture of a thing: the shown one and the one on its way.
pub async fn remove_pictures(tx: &mut WriteTx, subject: Subject) -> Result<RemovedPictures, Failure> {
    subject.lock(tx).await?;
    forget(tx, subject, Which::All).await
}

/// The same for a thing that is being deleted by the caller, which holds its row.
pub(crate) async fn forget_pictures(tx: &mut WriteTx, subject: Subject) -> Result<RemovedPictures, Failure> {
    forget(tx, subject, Which::All).await
}

/// A job that still runs for one of them finds no row and ends.
pub(super) async fn forget(tx: &mut WriteTx, subject: Subject, which: Which) -> Result<RemovedPictures, Failure> {
    let rows = Condition::all().add(subject.rows());
    let rows = match which {
        Which::All => rows,
        Which::OnTheirWay => rows.add(picture::Column::State.ne(State::Ready)),
        Which::Shown => rows.add(picture::Column::State.eq(State::Ready)),
    };
    let pictures = picture::Entity::find().filter(rows.clone()).all(tx.conn()).await?;
    picture::Entity::delete_many().filter(rows).exec(tx.conn()).await?;
    Ok(RemovedPictures {
        folders: pictures.iter().filter_map(|picture| picture.folder.clone()).collect(),
        originals: pictures.into_iter().map(|picture| picture.original).collect(),
    })
}
