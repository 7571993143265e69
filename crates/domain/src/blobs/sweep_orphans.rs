//! Removes what no row names: left by a crash between a file and its row, or between a row's deletion and its file's.

use std::{collections::HashSet, time::Duration};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use sillon_database::{
    Database, ReadTx, Reads,
    entities::{export, job, picture, track_version, upload},
    sea_orm,
};

use super::{BlobStore, Shelf};
use crate::{Clock, Failure, jobs::attempt_folder};

/// What a sweep removed: shelf and name.
pub type Swept = Vec<(Shelf, String)>;

/// Removes every blob that no row names and that nobody has changed for `untouched_for`.
///
/// The shelf is listed before the rows are read: a file that was named meanwhile is seen as named. The delay covers
/// files whose row is about to be committed; folders of running jobs are kept whatever their age.
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
        Shelf::Versions => {
            let versions = track_version::Entity::find().select_only().column(track_version::Column::Folder);
            with_running(&tx, versions.into_tuple().all(tx.conn()).await?).await?
        }
        Shelf::Pictures => {
            picture::Entity::find().select_only().column(picture::Column::Original).into_tuple().all(tx.conn()).await?
        }
        Shelf::Thumbnails => {
            let named = picture::Entity::find().select_only().column(picture::Column::Folder);
            let named = named.filter(picture::Column::Folder.is_not_null()).into_tuple().all(tx.conn()).await?;
            with_running(&tx, named).await?
        }
        Shelf::Exports => {
            let named = export::Entity::find().select_only().column(export::Column::Blob);
            let named = named.filter(export::Column::Blob.is_not_null()).into_tuple().all(tx.conn()).await?;
            with_running(&tx, named).await?
        }
    };
    Ok(names.into_iter().collect())
}

/// Adds the folders that running jobs write to, which no row names yet.
async fn with_running(tx: &ReadTx, mut folders: Vec<String>) -> Result<Vec<String>, Failure> {
    let running = job::Entity::find().filter(job::Column::State.eq(job::State::Running)).all(tx.conn()).await?;
    folders.extend(running.iter().map(|job| attempt_folder(job.id, job.attempt)));
    Ok(folders)
}
