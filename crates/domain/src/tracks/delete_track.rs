//! Deletes a track with all that was made of it.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use sillon_database::{
    Reads, WriteTx,
    entities::{track, track_version, upload},
    ids::TrackId,
    sea_orm,
};
use sillon_protocol::ErrorCode;

use super::find_visible_track;
use crate::{
    Clock, Failure,
    blobs::{BlobStore, Shelf},
    jobs::cancel_job,
    pictures::{RemovedPictures, Subject, forget_pictures},
    sessions::Actor,
};

/// What to remove from the storage after the commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeletedTrack {
    /// Names among the originals.
    pub originals: Vec<String>,
    /// Names of version folders.
    pub folders: Vec<String>,
    /// Its artwork.
    pub pictures: RemovedPictures,
}

impl DeletedTrack {
    /// Removes the files, after the commit. What fails here is left to the sweep.
    pub async fn remove_files(self, blobs: &BlobStore) {
        let originals = self.originals.into_iter().map(|name| (Shelf::Originals, name));
        let folders = self.folders.into_iter().map(|name| (Shelf::Versions, name));
        for (shelf, name) in originals.chain(folders) {
            if let Err(error) = blobs.remove(shelf, &name).await {
                tracing::warn!(%error, name, "a deleted track's file stays until the next sweep");
            }
        }
        self.pictures.remove_files(blobs).await;
    }
}

/// Deletes the rows and cancels a running encode, in one transaction; the files go after the commit, and what a crash
/// leaves of them goes with the sweep.
pub async fn delete_track(
    tx: &mut WriteTx,
    clock: &Clock,
    actor: &Actor,
    id: TrackId,
) -> Result<DeletedTrack, Failure> {
    let visible = find_visible_track(tx, Some(actor), id).await?;
    let track = visible.ok_or_else(|| Failure::not_found("track"))?;
    if !actor.may_manage(track.creator_id) {
        return Err(Failure::refused(ErrorCode::Forbidden, "Only its creator can delete a track."));
    }
    cancel_job(tx, clock, track.encode_job_id).await?;
    let uploads = upload::Entity::find().filter(upload::Column::TrackId.eq(id)).all(tx.conn()).await?;
    let of_track = track_version::Column::TrackId.eq(id);
    let versions = track_version::Entity::find().filter(of_track).all(tx.conn()).await?;
    let pictures = forget_pictures(tx, Subject::Track(id)).await?;
    track::Entity::delete_by_id(id).exec(tx.conn()).await?;
    Ok(DeletedTrack {
        originals: uploads.into_iter().map(|upload| upload.blob).collect(),
        folders: versions.into_iter().map(|version| version.folder).collect(),
        pictures,
    })
}
