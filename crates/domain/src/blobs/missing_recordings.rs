//! Finds what rows name and what is not there: a backup of the database that was restored without its files.

use std::path::PathBuf;

use sea_orm::{EntityTrait, QuerySelect};
use sillon_database::{
    Database, Reads,
    entities::{track_version, upload},
    sea_orm,
};

use super::{BlobStore, Shelf};
use crate::Failure;

/// Paths of the originals and the encoded versions that are missing.
pub async fn missing_recordings(db: &Database, blobs: &BlobStore) -> Result<Vec<PathBuf>, Failure> {
    let tx = db.read().await?;
    let originals = upload::Entity::find().select_only().column(upload::Column::Blob).into_tuple().all(tx.conn());
    let versions = track_version::Entity::find().select_only().column(track_version::Column::Folder);
    let named: [(Shelf, Vec<String>); 2] =
        [(Shelf::Originals, originals.await?), (Shelf::Versions, versions.into_tuple().all(tx.conn()).await?)];
    drop(tx);
    let mut missing = Vec::new();
    for (shelf, names) in named {
        for path in names.iter().map(|name| blobs.path(shelf, name)) {
            if !tokio::fs::try_exists(&path).await? {
                missing.push(path);
            }
        }
    }
    Ok(missing)
}
