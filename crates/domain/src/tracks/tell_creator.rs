//! Mails to a creator about what became of an upload, queued with the change itself.

use sea_orm::EntityTrait;
use sillon_database::{
    Reads, WriteTx,
    entities::{
        account,
        track::{self, State},
    },
    ids::TrackId,
    sea_orm,
};

use super::TrackFailure;
use crate::{
    Clock, Failure,
    mails::{Recipient, TrackFailed, TrackPublished, queue_mail},
};

/// The track can be heard.
pub(super) async fn tell_of_publication(tx: &mut WriteTx, clock: &Clock, track_id: TrackId) -> Result<(), Failure> {
    let Some((track, creator)) = track_and_creator(tx, track_id).await? else { return Ok(()) };
    let mail = TrackPublished { track_id, track_title: track.title };
    queue_mail(tx, clock, &Recipient::of(&creator), &mail).await?;
    Ok(())
}

/// The track cannot be encoded. One that is still heard in an earlier version did not fail.
pub(super) async fn tell_of_failure(
    tx: &mut WriteTx,
    clock: &Clock,
    track_id: TrackId,
    failure: &TrackFailure,
) -> Result<(), Failure> {
    let Some((track, creator)) = track_and_creator(tx, track_id).await? else { return Ok(()) };
    if track.state == State::Failed {
        let mail = TrackFailed { track_id, track_title: track.title, reason_code: failure.code.clone() };
        queue_mail(tx, clock, &Recipient::of(&creator), &mail).await?;
    }
    Ok(())
}

async fn track_and_creator(tx: &impl Reads, id: TrackId) -> Result<Option<(track::Model, account::Model)>, Failure> {
    let Some(track) = track::Entity::find_by_id(id).one(tx.conn()).await? else { return Ok(None) };
    let creator = account::Entity::find_by_id(track.creator_id).one(tx.conn()).await?;
    Ok(creator.map(|creator| (track, creator)))
}
