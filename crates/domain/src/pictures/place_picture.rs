//! A picture that has arrived takes its place beside the one that is shown, and its thumbnails are asked for.

use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait, QueryFilter};
use sillon_database::{
    Reads, WriteTx,
    entities::picture::{self, State},
    ids::PictureId,
    sea_orm,
};

use super::{
    RemovedPictures, Subject,
    remove_picture::{Which, forget},
};
use crate::{
    Clock, Failure,
    jobs::{MakeThumbnails, enqueue_job},
};

/// A file that lies, synced, among the pictures.
#[derive(Clone, Debug)]
pub struct ArrivedPicture {
    /// Its id.
    pub id: PictureId,
    /// Its name among the pictures.
    pub original: String,
    /// Its media type, by its content.
    pub media_type: String,
    /// Where along its longer side the square is cut out, 0 to 100.
    pub framing_percent: u8,
}

/// Inserts the row and the job in the caller's transaction. A picture that was still waiting, or that had failed, makes
/// room; the shown one stays until the new one is ready. Gives what to remove from the storage after the commit.
pub async fn place_picture(
    tx: &mut WriteTx,
    clock: &Clock,
    subject: Subject,
    arrived: ArrivedPicture,
) -> Result<RemovedPictures, Failure> {
    if !subject.lock(tx).await? {
        return Err(Failure::not_found("thing to put a picture on"));
    }
    let removed = forget(tx, subject, Which::OnTheirWay).await?;
    insert(tx, clock, subject, arrived).await?;
    Ok(removed)
}

/// The same for a picture that nobody chose: it gives way to any that is there. Says whether it was placed.
pub async fn place_picture_if_none(
    tx: &mut WriteTx,
    clock: &Clock,
    subject: Subject,
    arrived: ArrivedPicture,
) -> Result<bool, Failure> {
    let has_room =
        subject.lock(tx).await? && picture::Entity::find().filter(subject.rows()).count(tx.conn()).await? == 0;
    if has_room {
        insert(tx, clock, subject, arrived).await?;
    }
    Ok(has_room)
}

async fn insert(tx: &mut WriteTx, clock: &Clock, subject: Subject, arrived: ArrivedPicture) -> Result<(), Failure> {
    let (account_id, release_id, track_id) = match subject {
        Subject::Account(id) => (Some(id), None, None),
        Subject::Release(id) => (None, Some(id), None),
        Subject::Track(id) => (None, None, Some(id)),
    };
    let row = picture::ActiveModel {
        id: Set(arrived.id),
        account_id: Set(account_id),
        release_id: Set(release_id),
        track_id: Set(track_id),
        state: Set(State::Waiting),
        original: Set(arrived.original),
        media_type: Set(arrived.media_type),
        framing_percent: Set(arrived.framing_percent.into()),
        folder: Set(None),
        side_px: Set(None),
        blurhash: Set(None),
        failure_code: Set(None),
        failure_detail: Set(None),
        created_at: Set(clock.now()),
    };
    picture::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    enqueue_job(tx, clock, &MakeThumbnails { picture_id: arrived.id }).await?;
    Ok(())
}
