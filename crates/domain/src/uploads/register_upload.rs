//! Turns a file that has arrived into a track that waits for its encode.

use sea_orm::{ActiveValue::Set, EntityTrait};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        track::{self, State},
        upload,
    },
    ids::{AccountId, ReleaseId, TrackId, UploadId},
    sea_orm,
};

use crate::{
    Clock, Failure,
    invitations::mark_uploaded,
    jobs::{EncodeTrack, enqueue_job},
};

/// A file that lies, synced, among the originals.
#[derive(Clone, Debug)]
pub struct ArrivedUpload {
    /// Its id.
    pub id: UploadId,
    /// Who sent it.
    pub creator_id: AccountId,
    /// The name on the creator's machine.
    pub file_name: String,
    /// The track's first title.
    pub title: String,
    /// The release it goes into, with its place from 1.
    pub release: Option<(ReleaseId, i32)>,
    /// The container by its first bytes.
    pub container: String,
    /// Size in bytes.
    pub size_bytes: u64,
    /// BLAKE3 of the content.
    pub content_hash: [u8; 32],
    /// Its name among the originals.
    pub blob: String,
}

/// Inserts track, upload and encode job in the caller's transaction.
pub async fn register_upload(
    tx: &mut WriteTx,
    clock: &Clock,
    arrived: &ArrivedUpload,
) -> Result<track::Model, Failure> {
    let now = clock.now();
    let track_id = TrackId::new(now);
    let job_id = enqueue_job(tx, clock, &EncodeTrack { track_id }).await?;
    let track = track::ActiveModel {
        id: Set(track_id),
        creator_id: Set(arrived.creator_id),
        release_id: Set(arrived.release.map(|(release, _)| release)),
        position: Set(arrived.release.map(|(_, position)| position)),
        title: Set(arrived.title.clone()),
        state: Set(State::Uploaded),
        failure_code: Set(None),
        failure_detail: Set(None),
        encode_job_id: Set(job_id),
        current_version_id: Set(None),
        created_at: Set(now),
        published_at: Set(None),
    };
    let track = track::Entity::insert(track).exec_with_returning(tx.conn()).await?;
    let size_bytes = i64::try_from(arrived.size_bytes).map_err(|_| Failure::Broken("upload size".to_owned()))?;
    let upload = upload::ActiveModel {
        id: Set(arrived.id),
        track_id: Set(track_id),
        file_name: Set(arrived.file_name.chars().filter(|letter| !letter.is_control()).take(255).collect()),
        container: Set(arrived.container.clone()),
        size_bytes: Set(size_bytes),
        content_hash: Set(arrived.content_hash.to_vec()),
        blob: Set(arrived.blob.clone()),
        created_at: Set(now),
    };
    upload::Entity::insert(upload).exec_without_returning(tx.conn()).await?;
    mark_uploaded(tx, arrived.creator_id).await?;
    Ok(track)
}
