//! Takes exports away: rows in the caller's transaction, files after its commit.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use sillon_database::{
    Reads, WriteTx,
    entities::export::{self, Column},
    sea_orm,
};

use crate::{
    Clock, Failure,
    blobs::{BlobStore, Shelf},
};

/// What to remove from the storage after the commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "the files are still there"]
pub struct RemovedExports(Vec<String>);

impl RemovedExports {
    pub(super) fn of(rows: Vec<export::Model>) -> Self {
        Self(rows.into_iter().filter_map(|row| row.blob).collect())
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Removes the files, after the commit. What fails here is left to the sweep.
    pub async fn remove_files(self, blobs: &BlobStore) {
        for name in self.0 {
            if let Err(error) = blobs.remove(Shelf::Exports, &name).await {
                tracing::warn!(%error, name, "the file of an export stays until the next sweep");
            }
        }
    }
}

/// Removes the exports whose time is over.
pub async fn remove_expired_exports(tx: &mut WriteTx, clock: &Clock) -> Result<RemovedExports, Failure> {
    let expired = Column::ExpiresAt.lte(clock.now());
    let rows = export::Entity::find().filter(expired.clone()).all(tx.conn()).await?;
    export::Entity::delete_many().filter(expired).exec(tx.conn()).await?;
    Ok(RemovedExports::of(rows))
}
