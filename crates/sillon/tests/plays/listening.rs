//! Tracks to listen to, and players that report about it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use sillon_domain::{
    Reads,
    database::{
        entities::{instance_day, play, play_day, track_version},
        sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr},
    },
    ids::{PlayId, TrackId, VisitId},
    plays::{RolledUp, roll_up_day},
};
use sillon_testing::{Person, TestApp, tone_wave};

/// A published track of somebody, 200 s long as far as the database knows.
pub(crate) async fn track_of(app: &TestApp, creator: &Person, name: &str) -> TrackId {
    let track = creator.upload(&format!("{name}.wav"), tone_wave(5000)).await.expect(201);
    assert_eq!(app.run_jobs().await, 1);
    let id = TrackId(track["id"].as_str().unwrap().parse().unwrap());
    set_duration(app, id, 200_000).await;
    id
}

/// Makes a track as long as a test needs it, without the time that encoding would take.
pub(crate) async fn set_duration(app: &TestApp, track: TrackId, duration_ms: i64) {
    let tx = app.ctx.db.write().await.unwrap();
    let update = track_version::Entity::update_many()
        .col_expr(track_version::Column::DurationMs, Expr::value(duration_ms))
        .filter(track_version::Column::TrackId.eq(track));
    assert_eq!(update.exec(tx.conn()).await.unwrap().rows_affected, 1);
    tx.commit().await.unwrap();
}

/// A player of one visit.
pub(crate) struct Player {
    pub(crate) person: Person,
    pub(crate) visit: VisitId,
}

impl Player {
    pub(crate) fn of(app: &TestApp, person: Person) -> Self {
        Self { person, visit: VisitId::new(app.ctx.clock.now()) }
    }

    /// Sends events and gives the answer.
    pub(crate) async fn send(&self, events: &[Value]) -> Value {
        self.person.post("/api/v1/plays", &self.body(events)).await.expect(202)
    }

    pub(crate) fn body(&self, events: &[Value]) -> Value {
        json!({"visit_id": self.visit.0, "events": events})
    }

    /// Listens to so much of a track, and reports as the web player does: at the start, and at the end of listening.
    pub(crate) async fn listen(&self, app: &TestApp, track: TrackId, heard_ms: u64, kind: &str) -> PlayId {
        let play = new_play(app);
        self.send(&[event(play, track, "start", 0, 0)]).await;
        app.ctx.clock.advance(TimeDelta::milliseconds(i64::try_from(heard_ms).unwrap()));
        self.send(&[event(play, track, kind, heard_ms, heard_ms)]).await;
        play
    }
}

pub(crate) fn new_play(app: &TestApp) -> PlayId {
    PlayId::new(app.ctx.clock.now())
}

pub(crate) fn event(play: PlayId, track: TrackId, kind: &str, elapsed_ms: u64, heard_ms: u64) -> Value {
    json!({"play_id": play.0, "track_id": track.0, "kind": kind, "elapsed_ms": elapsed_ms, "heard_ms": heard_ms})
}

pub(crate) async fn find_play(app: &TestApp, id: PlayId) -> Option<play::Model> {
    play::Entity::find_by_id(id).one(app.ctx.db.read().await.unwrap().conn()).await.unwrap()
}

pub(crate) async fn all_plays(app: &TestApp) -> Vec<play::Model> {
    play::Entity::find().all(app.ctx.db.read().await.unwrap().conn()).await.unwrap()
}

pub(crate) fn today(app: &TestApp) -> NaiveDate {
    app.ctx.clock.now().date_naive()
}

/// Rolls a day up and commits.
pub(crate) async fn roll_up(app: &TestApp, day: NaiveDate) -> RolledUp {
    let mut tx = app.ctx.db.write().await.unwrap();
    let rolled_up = roll_up_day(&mut tx, &app.ctx.clock, day).await.unwrap();
    tx.commit().await.unwrap();
    rolled_up
}

/// The instance's row of a day.
pub(crate) async fn instance_numbers(app: &TestApp, day: NaiveDate) -> instance_day::Model {
    let tx = app.ctx.db.read().await.unwrap();
    instance_day::Entity::find_by_id(day).one(tx.conn()).await.unwrap().unwrap()
}

/// Moves the clock to an instant that lies ahead.
pub(crate) fn wait_until(app: &TestApp, instant: &str) {
    let instant: DateTime<Utc> = instant.parse().unwrap();
    let ahead = instant - app.ctx.clock.now();
    assert!(ahead >= TimeDelta::zero(), "{instant} is over");
    app.ctx.clock.advance(ahead);
}

/// The days that have a row, and whether each still has its salt.
pub(crate) async fn salts(app: &TestApp) -> BTreeMap<NaiveDate, bool> {
    let rows = play_day::Entity::find().all(app.ctx.db.read().await.unwrap().conn()).await.unwrap();
    rows.into_iter().map(|row| (row.day, row.salt.is_some())).collect()
}
