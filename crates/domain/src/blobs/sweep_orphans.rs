//! Removes what no row names: left by a crash between a file and its row, or between a row's deletion and its file's.

use std::{collections::HashSet, time::Duration};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use sillon_database::{
    Database, ReadTx, Reads,
    entities::{job, release, track_version, upload},
    sea_orm,
};

use super::{BlobStore, Shelf};
use crate::{Clock, Failure, tracks::encode_folder};

/// What a sweep removed: shelf and name.
pub type Swept = Vec<(Shelf, String)>;

/// Removes every blob that no row names and that nobody has changed for `untouched_for`.
///
/// The shelf is listed before the rows are read: a file that was named meanwhile is seen as named. The delay covers
/// files whose row is about to be committed; folders of running encodes are kept whatever their age.
pub async fn sweep_orphans(
    db: &Database,
    blobs: &BlobStore,
    clock: &Clock,
    untouched_for: Duration,
) -> Result<Swept, Failure> {
    let mut swept = Vec::new();
    for shelf in Shelf::ALL {
        let listed = blobs.list(shelf).await?;
        if listed.is_empty() {
            continue;
        }
        let named = names_in_rows(db, shelf).await?;
        for (name, changed) in listed {
            let age = (clock.now() - DateTime::<Utc>::from(changed)).to_std().unwrap_or_default();
            if age >= untouched_for && !named.contains(&name) {
                blobs.remove(shelf, &name).await?;
                swept.push((shelf, name));
            }
        }
    }
    Ok(swept)
}

async fn names_in_rows(db: &Database, shelf: Shelf) -> Result<HashSet<String>, Failure> {
    let tx = db.read().await?;
    let names: Vec<String> = match shelf {
        Shelf::Incoming => Vec::new(),
        Shelf::Originals => {
            upload::Entity::find().select_only().column(upload::Column::Blob).into_tuple().all(tx.conn()).await?
        }
        Shelf::Artwork => {
            let named = release::Entity::find().select_only().column(release::Column::ArtworkBlob);
            named.filter(release::Column::ArtworkBlob.is_not_null()).into_tuple().all(tx.conn()).await?
        }
        Shelf::Versions => folders_in_use(&tx).await?,
    };
    Ok(names.into_iter().collect())
}

async fn folders_in_use(tx: &ReadTx) -> Result<Vec<String>, Failure> {
    let versions = track_version::Entity::find().select_only().column(track_version::Column::Folder);
    let mut folders: Vec<String> = versions.into_tuple().all(tx.conn()).await?;
    let running = job::Entity::find().filter(job::Column::State.eq(job::State::Running)).all(tx.conn()).await?;
    folders.extend(running.iter().map(|job| encode_folder(job.id, job.attempt)));
    Ok(folders)
}
