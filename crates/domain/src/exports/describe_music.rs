//! Releases, tracks and the numbers of a creator, as they take them along, with the files that they sent.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use sillon_database::{
    Reads,
    entities::{
        creator_day, release,
        track::{self, State},
        upload,
    },
    ids::{AccountId, TrackId},
    sea_orm,
};

use super::collect_content::Files;
use crate::{
    Failure,
    blobs::Shelf,
    pictures::{Subject, pictures_of_account},
};

/// The releases and the tracks, as two documents.
pub(super) async fn describe_music(
    tx: &impl Reads,
    account: AccountId,
    files: &mut Files,
) -> Result<(Value, Value), Failure> {
    let mut artwork = find_artwork(tx, account).await?;
    let releases = release::Entity::find()
        .filter(release::Column::CreatorId.eq(account))
        .order_by_asc(release::Column::CreatedAt)
        .order_by_asc(release::Column::Id);
    let mut described_releases = Vec::new();
    for row in releases.all(tx.conn()).await? {
        let pictures = artwork.remove(&Subject::Release(row.id)).unwrap_or_default();
        described_releases.push(json!({
            "id": row.id,
            "title": row.title,
            "released_at": row.released_at,
            "created_at": row.created_at,
            "artwork_files": add_artwork(files, &row.title, pictures),
        }));
    }
    let tracks = track::Entity::find()
        .filter(track::Column::CreatorId.eq(account))
        .order_by_asc(track::Column::CreatedAt)
        .order_by_asc(track::Column::Id);
    let tracks = tracks.all(tx.conn()).await?;
    let ids: Vec<TrackId> = tracks.iter().map(|row| row.id).collect();
    let mut uploads = uploads_of(tx, &ids).await?;
    let mut described_tracks = Vec::new();
    for row in tracks {
        let pictures = artwork.remove(&Subject::Track(row.id)).unwrap_or_default();
        let artwork_files = add_artwork(files, &row.title, pictures);
        let upload = uploads.remove(&row.id);
        described_tracks.push(describe_track(&row, upload, &artwork_files, files));
    }
    Ok((described_releases.into(), described_tracks.into()))
}

fn describe_track(
    row: &track::Model,
    upload: Option<upload::Model>,
    artwork_files: &[String],
    files: &mut Files,
) -> Value {
    let state = match row.state {
        State::Uploaded => "uploaded",
        State::Encoding => "encoding",
        State::Published => "published",
        State::Failed => "failed",
    };
    let sent_as = upload.as_ref().map(|sent| sent.file_name.clone());
    let size_bytes = upload.as_ref().map(|sent| sent.size_bytes);
    let file = upload.map(|sent| {
        let extension = sent.file_name.rsplit_once('.').map_or("", |(_, extension)| extension).to_owned();
        files.add("originals", &row.title, &extension, Shelf::Originals, sent.blob)
    });
    json!({
        "id": row.id,
        "title": row.title,
        "release_id": row.release_id,
        "position": row.position,
        "state": state,
        "failure": row.failure_detail,
        "created_at": row.created_at,
        "published_at": row.published_at,
        "file": file,
        "sent_as": sent_as,
        "size_bytes": size_bytes,
        "artwork_files": artwork_files,
    })
}

/// The daily numbers of a creator: all that is known of how their music was heard.
pub(super) async fn describe_statistics(tx: &impl Reads, account: AccountId) -> Result<Value, Failure> {
    let days = creator_day::Entity::find()
        .filter(creator_day::Column::CreatorId.eq(account))
        .order_by_asc(creator_day::Column::Day)
        .all(tx.conn());
    let described = days.await?.into_iter().map(|row| {
        json!({
            "day": row.day,
            "starts": row.starts,
            "plays": row.plays,
            "listeners": row.listeners,
            "completions": row.completions,
            "skips": row.skips,
            "heard_ms": row.heard_ms,
        })
    });
    Ok(described.collect())
}

/// The extension of a picture's media type.
pub(super) fn extension_of(media_type: &str) -> &str {
    match media_type {
        "image/jpeg" => "jpg",
        _ => media_type.rsplit_once('/').map_or("", |(_, kind)| kind),
    }
}

/// Name on the shelf and media type of the pictures of each release and track.
type Artwork = HashMap<Subject, Vec<(String, String)>>;

async fn find_artwork(tx: &impl Reads, account: AccountId) -> Result<Artwork, Failure> {
    let mut artwork = Artwork::new();
    for row in pictures_of_account(tx, account).await? {
        artwork.entry(Subject::of(&row)?).or_default().push((row.original, row.media_type));
    }
    Ok(artwork)
}

fn add_artwork(files: &mut Files, title: &str, pictures: Vec<(String, String)>) -> Vec<String> {
    let add = |(original, media_type): (String, String)| {
        files.add("artwork", title, extension_of(&media_type), Shelf::Pictures, original)
    };
    pictures.into_iter().map(add).collect()
}

async fn uploads_of(tx: &impl Reads, tracks: &[TrackId]) -> Result<HashMap<TrackId, upload::Model>, Failure> {
    let mut uploads = HashMap::new();
    for some in tracks.chunks(500) {
        let of_some = upload::Column::TrackId.is_in(some.iter().copied());
        let found = upload::Entity::find().filter(of_some).all(tx.conn()).await?;
        uploads.extend(found.into_iter().map(|row| (row.track_id, row)));
    }
    Ok(uploads)
}
