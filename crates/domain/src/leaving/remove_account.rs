//! Removes an account whose time is over, with everything that belongs to it.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        account, export,
        mail_suppression::{self, Reason},
        picture, release, track, track_version, upload,
    },
    ids::{AccountId, PictureId, TrackId},
    sea_orm,
};

use super::remove_jobs::remove_jobs;
use crate::{
    Clock, Failure,
    audit::{Action, Entry, Origin, append},
    blobs::{BlobStore, Shelf},
    invitations::forget_person,
    pictures::pictures_of_account,
    roles::keep_an_admin,
};

/// What to remove from the storage after the commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "the files are still there"]
pub struct RemovedAccount {
    files: Vec<(Shelf, String)>,
}

impl RemovedAccount {
    /// Removes the files, after the commit. What fails here, or dies before it, is left to the sweep: no row names it.
    pub async fn remove_files(self, blobs: &BlobStore) {
        for (shelf, name) in self.files {
            if let Err(error) = blobs.remove(shelf, &name).await {
                tracing::warn!(%error, name, "a file of a removed account stays until the next sweep");
            }
        }
    }
}

/// Accounts whose time is over.
pub async fn accounts_to_remove(tx: &impl Reads, clock: &Clock) -> Result<Vec<AccountId>, Failure> {
    let due = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::LeavesAt.lte(clock.now()))
        .order_by_asc(account::Column::LeavesAt);
    Ok(due.into_tuple().all(tx.conn()).await?)
}

/// Removes the account with all rows that lead to it, for good; its address is free then. None when it is gone already,
/// or was taken back. Audit entries stay: they hold its id.
pub async fn remove_account(tx: &mut WriteTx, clock: &Clock, id: AccountId) -> Result<Option<RemovedAccount>, Failure> {
    keep_an_admin(tx, id).await?;
    let account = account::Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?;
    let due = account.filter(|account| account.leaves_at.is_some_and(|at| at <= clock.now()));
    let Some(account) = due else { return Ok(None) };
    let tracks = track::Entity::find().filter(track::Column::CreatorId.eq(id)).all(tx.conn()).await?;
    let track_ids: Vec<TrackId> = tracks.iter().map(|track| track.id).collect();
    let pictures = pictures_of_account(tx, id).await?;
    let files = files_of(tx, id, &track_ids, &pictures).await?;
    let picture_ids: Vec<PictureId> = pictures.iter().map(|picture| picture.id).collect();
    remove_jobs(tx, &account, &tracks, &picture_ids).await?;
    // Tracks before the releases that they name; uploads, versions, renditions, segments and pictures go with them.
    track::Entity::delete_many().filter(track::Column::CreatorId.eq(id)).exec(tx.conn()).await?;
    release::Entity::delete_many().filter(release::Column::CreatorId.eq(id)).exec(tx.conn()).await?;
    // What the operator wrote about an address is the operator's.
    mail_suppression::Entity::delete_many()
        .filter(mail_suppression::Column::AddressKey.eq(&*account.email_key))
        .filter(mail_suppression::Column::Reason.ne(Reason::Operator))
        .exec(tx.conn())
        .await?;
    forget_person(tx, id).await?;
    // Sessions, tokens, roles, links, factors, the avatar, exports, plays and daily numbers go with the account.
    account::Entity::delete_by_id(id).exec(tx.conn()).await?;
    append(tx, clock, &Origin::system(), Entry::new(Action::AccountDeleted).on(id));
    Ok(Some(RemovedAccount { files }))
}

async fn files_of(
    tx: &mut WriteTx,
    account: AccountId,
    tracks: &[TrackId],
    pictures: &[picture::Model],
) -> Result<Vec<(Shelf, String)>, Failure> {
    let mut files = Vec::new();
    for some in tracks.chunks(500) {
        let of_some = upload::Column::TrackId.is_in(some.iter().copied());
        let uploads = upload::Entity::find().filter(of_some).all(tx.conn()).await?;
        files.extend(uploads.into_iter().map(|upload| (Shelf::Originals, upload.blob)));
        let of_some = track_version::Column::TrackId.is_in(some.iter().copied());
        let versions = track_version::Entity::find().filter(of_some).all(tx.conn()).await?;
        files.extend(versions.into_iter().map(|version| (Shelf::Versions, version.folder)));
    }
    for picture in pictures {
        files.push((Shelf::Pictures, picture.original.clone()));
        files.extend(picture.folder.clone().map(|folder| (Shelf::Thumbnails, folder)));
    }
    let exports = export::Entity::find().filter(export::Column::AccountId.eq(account)).all(tx.conn()).await?;
    files.extend(exports.into_iter().filter_map(|export| export.blob).map(|blob| (Shelf::Exports, blob)));
    Ok(files)
}
