//! Takes an event about a play: makes the play, or adds to it.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, TryInsertResult,
    sea_query::LockType,
};
use sillon_database::{
    Reads, WriteTx,
    entities::{
        play,
        track::{self, State},
        track_version,
    },
    ids::{PlayId, TrackId, VisitId},
    sea_orm,
};

use super::{
    Listener, PlayEvent,
    open_day::salt_of_day,
    play_event::{Told, threshold_ms},
};
use crate::{Clock, Failure, invitations::mark_played, leaving::leaving_accounts, sessions::Actor};

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It is part of its play.
    Taken,
    /// No such track can be heard.
    NoSuchTrack,
    /// Creators who listen to their own tracks are not counted.
    OwnTrack,
    /// The day of the play is over.
    TooLate,
    /// The play is of another track: its id was used before.
    OtherTrack,
}

/// Takes the events of a batch and says what became of each, in their order.
///
/// Plays are changed in the order of their ids, so that two batches about the same plays cannot wait for each other.
pub async fn record_play_events(
    tx: &mut WriteTx,
    clock: &Clock,
    actor: Option<&Actor>,
    visit: VisitId,
    events: &[PlayEvent],
) -> Result<Vec<Recorded>, Failure> {
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|place| events[*place].play_id);
    let mut outcomes = vec![Recorded::Taken; events.len()];
    for place in order {
        outcomes[place] = record_play_event(tx, clock, actor, visit, &events[place]).await?;
    }
    if let Some(actor) = actor {
        let taken = events.iter().zip(&outcomes).filter(|(_, outcome)| **outcome == Recorded::Taken);
        let plays: Vec<PlayId> = taken.map(|(event, _)| event.play_id).collect();
        mark_played(tx, actor.id(), &plays).await?;
    }
    Ok(outcomes)
}

/// Takes one event. Events of a play may come in any order and more than once: the result is the same.
///
/// Nothing is refused with an error: a player can do nothing about an event that is not taken.
pub async fn record_play_event(
    tx: &mut WriteTx,
    clock: &Clock,
    actor: Option<&Actor>,
    visit: VisitId,
    event: &PlayEvent,
) -> Result<Recorded, Failure> {
    let Some(heard) = find_audible(tx, event.track_id).await? else { return Ok(Recorded::NoSuchTrack) };
    if actor.is_some_and(|actor| actor.id() == heard.track.creator_id) {
        return Ok(Recorded::OwnTrack);
    }
    let now = clock.now();
    let told = Told::of(event, now, heard.track.created_at);
    let known = find_play(tx, event).await?;
    let day = known.as_ref().map_or_else(|| told.started_at.date_naive(), |play| play.day);
    let Some(salt) = salt_of_day(tx, day, now).await? else { return Ok(Recorded::TooLate) };
    let known = if let Some(known) = known {
        known
    } else {
        let listener = Listener::of(actor, visit).hash(&salt);
        let new = new_play(event, &heard, told, listener);
        let inserted = play::Entity::insert(new.into_active_model()).on_conflict_do_nothing();
        if let TryInsertResult::Inserted(1) = inserted.exec_without_returning(tx.conn()).await? {
            return Ok(Recorded::Taken);
        }
        // Another event of the same play was first, at this very moment.
        find_play(tx, event).await?.ok_or_else(|| Failure::Broken("a play vanished".to_owned()))?
    };
    if known.track_id != event.track_id {
        return Ok(Recorded::OtherTrack);
    }
    add_to_play(tx, known, told).await?;
    Ok(Recorded::Taken)
}

/// A track that listeners can hear.
struct Audible {
    track: track::Model,
    duration_ms: i64,
}

async fn find_audible(tx: &WriteTx, id: TrackId) -> Result<Option<Audible>, Failure> {
    let shown = track::Entity::find_by_id(id).filter(track::Column::CreatorId.not_in_subquery(leaving_accounts()));
    let Some(track) = shown.one(tx.conn()).await? else { return Ok(None) };
    let (Some(version), State::Published) = (track.current_version_id, track.state) else { return Ok(None) };
    let version = track_version::Entity::find_by_id(version).one(tx.conn()).await?;
    Ok(version.map(|version| Audible { track, duration_ms: version.duration_ms.max(1) }))
}

async fn find_play(tx: &WriteTx, event: &PlayEvent) -> Result<Option<play::Model>, Failure> {
    Ok(play::Entity::find_by_id(event.play_id).lock(LockType::Update).one(tx.conn()).await?)
}

fn new_play(event: &PlayEvent, heard: &Audible, told: Told, listener: Vec<u8>) -> play::Model {
    let empty = play::Model {
        id: event.play_id,
        track_id: event.track_id,
        creator_id: heard.track.creator_id,
        day: told.started_at.date_naive(),
        listener,
        started_at: told.started_at,
        seen_at: told.seen_at,
        duration_ms: heard.duration_ms,
        threshold_ms: threshold_ms(heard.duration_ms),
        claimed_ms: 0,
        heard_ms: 0,
        ended: false,
        skipped: false,
        counted_at: None,
    };
    with(empty, told)
}

/// The play with what it is told now.
fn with(play: play::Model, told: Told) -> play::Model {
    let heard_ms = told.heard_ms(play.duration_ms);
    let counts = heard_ms >= play.threshold_ms;
    play::Model {
        started_at: told.started_at,
        seen_at: told.seen_at,
        claimed_ms: told.claimed_ms,
        heard_ms,
        ended: told.ended,
        skipped: told.skipped,
        counted_at: counts.then_some(play.counted_at.unwrap_or(told.seen_at)),
        ..play
    }
}

async fn add_to_play(tx: &mut WriteTx, known: play::Model, told: Told) -> Result<(), Failure> {
    let before = Told {
        started_at: known.started_at,
        seen_at: known.seen_at,
        claimed_ms: known.claimed_ms,
        ended: known.ended,
        skipped: known.skipped,
    };
    let play = with(known, before.join(told));
    play::Entity::update(play.into_active_model().reset_all()).exec(tx.conn()).await?;
    Ok(())
}
