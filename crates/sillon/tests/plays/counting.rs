//! When a play counts: the rules of docs/ANALYTICS.md, one by one.

use chrono::TimeDelta;
use serde_json::json;
use sillon_testing::{Person, TestApp, db_test};

use crate::listening::{
    Player, all_plays, event, find_play, instance_numbers, new_play, roll_up, set_duration, today, track_of,
};

/// An event: when it arrives after the first one, what it says, and both of its spans in milliseconds.
type Arrival = (i64, &'static str, u64, u64);

struct Case {
    name: &'static str,
    duration_ms: i64,
    arrivals: &'static [Arrival],
    /// Plays, completions, skips, time heard.
    expected: (i64, i64, i64, i64),
}

const LONG: i64 = 200_000;

const CASES: [Case; 14] = [
    Case {
        name: "a track heard to its end",
        duration_ms: LONG,
        arrivals: &[(0, "start", 0, 0), (30_000, "reached", 30_000, 30_000), (LONG, "end", 200_000, 200_000)],
        expected: (1, 1, 0, LONG),
    },
    Case {
        name: "30 s and no more",
        duration_ms: LONG,
        arrivals: &[(0, "start", 0, 0), (30_000, "skip", 30_000, 30_000)],
        expected: (1, 0, 0, 30_000),
    },
    Case {
        name: "a moment less than 30 s",
        duration_ms: LONG,
        arrivals: &[(0, "start", 0, 0), (29_999, "skip", 29_999, 29_999)],
        expected: (0, 0, 1, 29_999),
    },
    Case {
        name: "half of a short track",
        duration_ms: 5001,
        arrivals: &[(0, "start", 0, 0), (2501, "skip", 2501, 2501)],
        expected: (1, 0, 0, 2501),
    },
    Case {
        name: "less than half of a short track",
        duration_ms: 5001,
        arrivals: &[(0, "start", 0, 0), (2500, "skip", 2500, 2500)],
        expected: (0, 0, 1, 2500),
    },
    Case {
        name: "a start whose page was closed without a word",
        duration_ms: LONG,
        arrivals: &[(0, "start", 0, 0)],
        expected: (0, 0, 0, 0),
    },
    Case {
        name: "the end before the start",
        duration_ms: LONG,
        arrivals: &[(0, "end", 200_000, 200_000), (1000, "start", 201_000, 0)],
        expected: (1, 1, 0, LONG),
    },
    Case {
        name: "a play that is reported at once, after a time without a connection",
        duration_ms: LONG,
        arrivals: &[(0, "start", 300_000, 0), (0, "end", 300_000, 200_000)],
        expected: (1, 1, 0, LONG),
    },
    Case {
        name: "the same words many times",
        duration_ms: LONG,
        arrivals: &[
            (0, "start", 0, 0),
            (0, "start", 0, 0),
            (40_000, "skip", 40_000, 40_000),
            (40_000, "skip", 40_000, 40_000),
        ],
        expected: (1, 0, 0, 40_000),
    },
    Case {
        name: "30 s that are claimed after one",
        duration_ms: LONG,
        arrivals: &[(0, "start", 0, 0), (1000, "reached", 30_000, 30_000)],
        expected: (0, 0, 0, 3000),
    },
    Case {
        name: "more than the track has",
        duration_ms: LONG,
        arrivals: &[(0, "start", 0, 0), (900_000, "skip", 900_000, 900_000)],
        expected: (1, 0, 0, LONG),
    },
    Case {
        name: "a pause of minutes in the middle",
        duration_ms: LONG,
        arrivals: &[(0, "start", 0, 0), (900_000, "skip", 900_000, 20_000)],
        expected: (0, 0, 1, 20_000),
    },
    Case {
        name: "a jump to the end",
        duration_ms: LONG,
        arrivals: &[(0, "start", 0, 0), (5000, "end", 5000, 5000)],
        expected: (0, 0, 0, 5000),
    },
    Case {
        name: "a page that is left, comes back, and plays to the end",
        duration_ms: LONG,
        arrivals: &[(0, "start", 0, 0), (20_000, "skip", 20_000, 20_000), (250_000, "end", 250_000, 200_000)],
        expected: (1, 1, 0, LONG),
    },
];

#[db_test]
async fn a_play_counts_by_the_rules(app: &TestApp) {
    let admin = app.admin().await;
    let track = track_of(app, &admin, "song").await;
    for case in CASES {
        // A day for each case.
        app.ctx.clock.advance(TimeDelta::days(1));
        set_duration(app, track, case.duration_ms).await;
        let (player, play, begin) = (Player::of(app, app.visitor()), new_play(app), app.ctx.clock.now());
        for (at_ms, kind, elapsed_ms, heard_ms) in case.arrivals {
            app.ctx.clock.advance(begin + TimeDelta::milliseconds(*at_ms) - app.ctx.clock.now());
            let answer = player.send(&[event(play, track, kind, *elapsed_ms, *heard_ms)]).await;
            assert_eq!(answer, json!({"taken": 1, "ignored": []}), "{}", case.name);
        }
        roll_up(app, today(app)).await;
        let day = instance_numbers(app, today(app)).await;
        assert_eq!(day.starts, 1, "{}", case.name);
        assert_eq!((day.plays, day.completions, day.skips, day.heard_ms), case.expected, "{}", case.name);
        assert_eq!(day.listeners, day.plays, "{}", case.name);
    }
}

#[db_test]
async fn creators_who_listen_to_themselves_are_not_counted(app: &TestApp) {
    app.admin().await;
    let (ada, ben) = (app.creator("ada").await, app.creator("ben").await);
    let track = track_of(app, &ada, "song").await;
    let answer = Player::of(app, ada).send(&[event(new_play(app), track, "start", 0, 0)]).await;
    assert_eq!(answer, json!({"taken": 0, "ignored": ["own_track"]}));
    assert!(all_plays(app).await.is_empty());
    Player::of(app, ben).listen(app, track, 40_000, "skip").await;
    assert_eq!(all_plays(app).await.len(), 1);
}

#[db_test]
async fn only_tracks_that_can_be_heard_are_counted(app: &TestApp) {
    let admin = app.admin().await;
    let waiting = admin.upload("waiting.wav", sillon_testing::tone_wave(100)).await.expect(201);
    let waiting = sillon_domain::ids::TrackId(waiting["id"].as_str().unwrap().parse().unwrap());
    let nowhere = sillon_domain::ids::TrackId::new(app.ctx.clock.now());
    let events = [event(new_play(app), waiting, "start", 0, 0), event(new_play(app), nowhere, "start", 0, 0)];
    let answer = Player::of(app, app.visitor()).send(&events).await;
    assert_eq!(answer, json!({"taken": 0, "ignored": ["no_such_track", "no_such_track"]}));
    assert!(all_plays(app).await.is_empty());
}

#[db_test]
async fn a_play_belongs_to_one_track(app: &TestApp) {
    let admin = app.admin().await;
    let (first, second) = (track_of(app, &admin, "first").await, track_of(app, &admin, "second").await);
    let player = Player::of(app, app.visitor());
    let play = player.listen(app, first, 10_000, "skip").await;
    let answer = player.send(&[event(play, second, "end", 200_000, 200_000)]).await;
    assert_eq!(answer, json!({"taken": 0, "ignored": ["other_track"]}));
    let row = find_play(app, play).await.unwrap();
    assert_eq!((row.track_id, row.heard_ms, row.ended), (first, 10_000, false));
}

/// The largest whole number that JSON keeps exactly (RFC 8259, section 6); larger ones are refused as unreadable.
const MOST: u64 = (1 << 53) - 1;

#[db_test]
async fn numbers_beyond_all_measure_are_bounded(app: &TestApp) {
    let admin = app.admin().await;
    let track = track_of(app, &admin, "song").await;
    app.ctx.clock.advance(TimeDelta::seconds(10));
    let play = new_play(app);
    Player::of(app, app.visitor()).send(&[event(play, track, "end", MOST, MOST)]).await;
    let row = find_play(app, play).await.unwrap();
    assert_eq!(row.heard_ms, 12_000, "a track is heard no longer than it has been there, and a little");
    assert!(row.counted_at.is_none());
}

#[db_test]
async fn a_batch_has_one_to_fifty_events(app: &TestApp) {
    let admin = app.admin().await;
    let track = track_of(app, &admin, "song").await;
    let player = Player::of(app, app.visitor());
    let events = |count: usize| (0..count).map(|_| event(new_play(app), track, "start", 0, 0)).collect::<Vec<_>>();
    for count in [0, 51] {
        let answer = player.person.post("/api/v1/plays", &player.body(&events(count))).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (422, "validation_failed".to_owned()), "{count} events");
    }
    assert_eq!(player.send(&events(50)).await["taken"], 50);
    let mut unknown = player.body(&events(1));
    unknown["events"][0]["kind"] = json!("applause");
    assert_eq!(player.person.post("/api/v1/plays", &unknown).await.code(), "validation_failed");
}

#[db_test]
async fn the_events_of_one_play_may_arrive_all_at_once(app: &TestApp) {
    let admin = app.admin().await;
    let track = track_of(app, &admin, "song").await;
    app.ctx.clock.advance(TimeDelta::seconds(300));
    let (visit, play) = (Player::of(app, app.visitor()).visit, new_play(app));
    let kinds = [("start", 0), ("reached", 30_000), ("end", 200_000), ("start", 0), ("end", 200_000)];
    let sent = kinds.map(|(kind, heard_ms)| {
        let player = Player { person: app.visitor(), visit };
        let event = event(play, track, kind, 200_000, heard_ms);
        tokio::spawn(async move { player.send(&[event]).await })
    });
    for answer in sent {
        assert_eq!(answer.await.unwrap()["taken"], 1);
    }
    let row = find_play(app, play).await.unwrap();
    assert_eq!((row.heard_ms, row.ended, row.counted_at.is_some()), (200_000, true, true));
    assert_eq!(all_plays(app).await.len(), 1);
}

#[db_test]
async fn a_page_of_another_site_reports_no_plays(app: &TestApp) {
    let admin = app.admin().await;
    let track = track_of(app, &admin, "song").await;
    let player = Player::of(app, app.visitor());
    let body = player.body(&[event(new_play(app), track, "start", 0, 0)]);
    let mut request = Person::json_request(http::Method::POST, "/api/v1/plays", &body);
    request.headers_mut().insert(http::header::HOST, "music.example".parse().unwrap());
    request.headers_mut().insert(http::header::ORIGIN, "https://evil.example".parse().unwrap());
    assert_eq!(player.person.send(request).await.code(), "origin_refused");
    assert!(all_plays(app).await.is_empty());
}
