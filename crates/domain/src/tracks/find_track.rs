//! Look-ups of one track.

use sea_orm::EntityTrait;
use sillon_database::{
    Reads,
    entities::track::{self, State},
    ids::TrackId,
    sea_orm,
};

use crate::{Failure, accounts::account_by_id, sessions::Actor};

/// The track of this id.
pub async fn find_track(tx: &impl Reads, id: TrackId) -> Result<Option<track::Model>, Failure> {
    Ok(track::Entity::find_by_id(id).one(tx.conn()).await?)
}

/// The track of this id, if this person may see it: published ones everybody, others their creator and
/// whoever may manage the music of others; those of an account that is leaving its owner alone.
pub async fn find_visible_track(
    tx: &impl Reads,
    actor: Option<&Actor>,
    id: TrackId,
) -> Result<Option<track::Model>, Failure> {
    let track = find_track(tx, id).await?;
    if let Some(track) = &track
        && actor.is_none_or(|actor| actor.id() != track.creator_id)
        && account_by_id(tx, track.creator_id).await?.is_none_or(|creator| creator.leaves_at.is_some())
    {
        return Ok(None);
    }
    Ok(track.filter(|track| {
        track.state == State::Published || actor.is_some_and(|actor| actor.may_manage(track.creator_id))
    }))
}
