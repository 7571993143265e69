//! What is known about listeners: as little as possible, and nothing when the day is over.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use http::{Method, Request};
use serde_json::json;
use sillon_domain::{
    Reads,
    database::{entities::play_day, sea_orm::EntityTrait},
    plays::{finish_day, unfinished_days},
};
use sillon_testing::{Person, TestApp, db_test};

use crate::listening::{
    Player, all_plays, event, instance_numbers, new_play, roll_up, salts, today, track_of, wait_until,
};

#[db_test]
async fn nothing_that_leads_to_a_listener_is_stored(app: &TestApp) {
    app.admin().await;
    let (ada, ben) = (app.creator("ada").await, app.creator("ben").await);
    let track = track_of(app, &ada, "song").await;
    let id: uuid::Uuid = ben.get("/api/v1/accounts/me").await.expect(200)["id"].as_str().unwrap().parse().unwrap();
    let player = Player::of(app, ben);
    let body = player.body(&[event(new_play(app), track, "start", 0, 0)]);
    let mut request: Request<_> = Person::json_request(Method::POST, "/api/v1/plays", &body);
    for (name, value) in
        [("user-agent", "SecretBrowser/9"), ("x-forwarded-for", "203.0.113.77"), ("forwarded", "for=203.0.113.77")]
    {
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    assert_eq!(player.person.send(request).await.expect(202)["taken"], 1);
    let days = play_day::Entity::find().all(app.ctx.db.read().await.unwrap().conn()).await.unwrap();
    let rows = format!("{:?} {days:?}", all_plays(app).await);
    let bytes = |id: uuid::Uuid| format!("{:?}", id.as_bytes()).trim_matches(['[', ']']).to_owned();
    for secret in [
        "SecretBrowser".to_owned(),
        "203.0.113.77".to_owned(),
        id.to_string(),
        bytes(id),
        player.visit.to_string(),
        bytes(player.visit.0),
    ] {
        assert!(!rows.contains(&secret), "{secret} is in {rows}");
    }
    // The scan would find what is there.
    assert!(rows.contains(&track.to_string()));
    let listener = format!("{:?}", all_plays(app).await[0].listener).trim_matches(['[', ']']).to_owned();
    assert!(rows.contains(&listener));
}

#[db_test]
async fn a_browser_that_asks_not_to_be_counted_is_not(app: &TestApp) {
    let admin = app.admin().await;
    let track = track_of(app, &admin, "song").await;
    let player = Player::of(app, app.visitor());
    for name in ["sec-gpc", "dnt"] {
        let body = player.body(&[event(new_play(app), track, "start", 0, 0)]);
        let mut request = Person::json_request(Method::POST, "/api/v1/plays", &body);
        request.headers_mut().insert(name, "1".parse().unwrap());
        let answer = player.person.send(request).await.expect(202);
        assert_eq!(answer, json!({"taken": 0, "ignored": ["not_to_be_counted"]}));
    }
    assert!(all_plays(app).await.is_empty());
}

#[db_test]
async fn a_listener_is_one_on_two_devices_and_another_on_the_next_day(app: &TestApp) {
    app.admin().await;
    let (ada, ben) = (app.creator("ada").await, app.creator("ben").await);
    let track = track_of(app, &ada, "song").await;
    for _ in 0..2 {
        // The visit of each device is another one; the account is the same.
        Player::of(app, ben.clone()).listen(app, track, 40_000, "skip").await;
    }
    let visitor = Player::of(app, app.visitor());
    visitor.listen(app, track, 40_000, "skip").await;
    visitor.listen(app, track, 40_000, "skip").await;
    Player::of(app, app.visitor()).listen(app, track, 10_000, "skip").await;
    roll_up(app, today(app)).await;
    let day = instance_numbers(app, today(app)).await;
    assert_eq!((day.starts, day.plays, day.listeners), (5, 4, 2), "who did not hear enough is no listener");
    app.ctx.clock.advance(TimeDelta::days(1));
    Player::of(app, ben).listen(app, track, 40_000, "skip").await;
    let plays = all_plays(app).await;
    let of_today = plays.iter().find(|play| play.day == today(app)).unwrap();
    assert!(plays.iter().all(|play| play.day == of_today.day || play.listener != of_today.listener));
}

#[db_test]
async fn the_salt_goes_when_the_day_is_over(app: &TestApp) {
    let admin = app.admin().await;
    let track = track_of(app, &admin, "song").await;
    let (player, day) = (Player::of(app, app.visitor()), today(app));
    wait_until(app, "2026-06-21T23:59:00Z");
    let play = new_play(app);
    player.send(&[event(play, track, "start", 0, 0)]).await;
    wait_until(app, "2026-06-22T02:59:00Z");
    let late = event(play, track, "skip", 180 * 60_000, 50_000);
    assert_eq!(player.send(std::slice::from_ref(&late)).await["taken"], 1, "there are three hours of grace");
    let mut tx = app.ctx.db.write().await.unwrap();
    assert!(!finish_day(&mut tx, &app.ctx.clock, day).await.unwrap(), "the day still takes events");
    tx.commit().await.unwrap();
    assert_eq!(salts(app).await, BTreeMap::from([(day, true)]));
    wait_until(app, "2026-06-22T03:00:00Z");
    assert_eq!(player.send(&[late]).await, json!({"taken": 0, "ignored": ["too_late"]}));
    assert_eq!(unfinished_days(&app.ctx.db.read().await.unwrap(), app.ctx.clock.now()).await.unwrap(), [day]);
    let mut tx = app.ctx.db.write().await.unwrap();
    assert!(finish_day(&mut tx, &app.ctx.clock, day).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(salts(app).await, BTreeMap::from([(day, false)]));
    assert!(unfinished_days(&app.ctx.db.read().await.unwrap(), app.ctx.clock.now()).await.unwrap().is_empty());
    assert_eq!(instance_numbers(app, day).await.plays, 1);
    // Counting a day that is over, or forging an event for it, brings no salt back.
    roll_up(app, day).await;
    roll_up(app, "2026-06-20".parse().unwrap()).await;
    player.send(&[event(new_play(app), track, "start", 24 * 3_600_000, 0)]).await;
    assert_eq!(salts(app).await.into_values().collect::<Vec<_>>(), [false, false]);
}
