//! Roll-ups: the same numbers whoever counts them, how often, and in the middle of what.

use chrono::{NaiveDate, TimeDelta};
use sillon_domain::{
    Reads,
    database::{
        entities::{creator_day, play, track_day},
        sea_orm::{EntityTrait, QueryOrder},
    },
    plays::{Numbers, Recorded, RolledUp, days_to_prune, finish_day, prune_plays, record_play_event, roll_up_day},
};
use sillon_testing::{TestApp, db_test};

use crate::listening::{
    Player, all_plays, find_play, instance_numbers, new_play, roll_up, salts, set_duration, today, track_of, wait_until,
};

async fn track_days(app: &TestApp) -> Vec<track_day::Model> {
    let rows = track_day::Entity::find().order_by_asc(track_day::Column::Day).order_by_asc(track_day::Column::TrackId);
    rows.all(app.ctx.db.read().await.unwrap().conn()).await.unwrap()
}

async fn creator_days(app: &TestApp) -> Vec<creator_day::Model> {
    let rows = creator_day::Entity::find().order_by_asc(creator_day::Column::Day);
    rows.order_by_asc(creator_day::Column::CreatorId).all(app.ctx.db.read().await.unwrap().conn()).await.unwrap()
}

/// Counts by hand.
fn count<'a>(plays: impl Iterator<Item = &'a play::Model>) -> Numbers {
    let plays: Vec<_> = plays.collect();
    let counted: Vec<_> = plays.iter().filter(|play| play.heard_ms >= play.threshold_ms).collect();
    let number = |count: usize| i64::try_from(count).unwrap();
    let mut listeners: Vec<_> = counted.iter().map(|play| &play.listener).collect();
    listeners.sort();
    listeners.dedup();
    Numbers {
        starts: number(plays.len()),
        plays: number(counted.len()),
        listeners: number(listeners.len()),
        completions: number(counted.iter().filter(|play| play.ended).count()),
        skips: number(plays.iter().filter(|play| play.counted_at.is_none() && play.skipped && !play.ended).count()),
        heard_ms: plays.iter().map(|play| play.heard_ms).sum(),
    }
}

/// Two creators with two tracks each, and a few people who hear parts of them on three days.
async fn some_days(app: &TestApp) -> Vec<NaiveDate> {
    app.admin().await;
    let mut tracks = Vec::new();
    for name in ["ada", "ben"] {
        let creator = app.creator(name).await;
        for number in 0..2 {
            tracks.push(track_of(app, &creator, &format!("{name}{number}")).await);
        }
    }
    set_duration(app, tracks[1], 20_000).await;
    let people = [app.creator("cleo").await, app.visitor(), app.visitor()].map(|person| Player::of(app, person));
    let mut days = Vec::new();
    for day in 0..3_usize {
        for turn in 0..12_usize {
            let heard_ms = [5000, 20_000, 45_000, 200_000][(turn + day) % 4];
            let kind = if heard_ms == 200_000 { "end" } else { "skip" };
            let (person, track) = (&people[turn / 2 % 3], tracks[turn % (2 + day.min(2))]);
            person.listen(app, track, heard_ms, kind).await;
        }
        days.push(today(app));
        app.ctx.clock.advance(TimeDelta::days(1));
    }
    days
}

#[db_test]
async fn roll_ups_equal_a_direct_count_and_counting_again_changes_nothing(app: &TestApp) {
    let days = some_days(app).await;
    for day in &days {
        assert_eq!(roll_up(app, *day).await, RolledUp::Counted);
    }
    let plays = all_plays(app).await;
    let (by_track, by_creator) = (track_days(app).await, creator_days(app).await);
    assert_eq!(by_track.len(), 2 + 3 + 4);
    assert_eq!(by_creator.len(), 1 + 2 + 2);
    for row in &by_track {
        let expected = count(plays.iter().filter(|play| play.day == row.day && play.track_id == row.track_id));
        let track_day::Model { starts, plays, listeners, completions, skips, heard_ms, .. } = *row;
        assert_eq!(Numbers { starts, plays, listeners, completions, skips, heard_ms }, expected);
    }
    for row in &by_creator {
        let expected = count(plays.iter().filter(|play| play.day == row.day && play.creator_id == row.creator_id));
        let creator_day::Model { starts, plays, listeners, completions, skips, heard_ms, .. } = *row;
        assert_eq!(Numbers { starts, plays, listeners, completions, skips, heard_ms }, expected);
    }
    let mut of_instance = Vec::new();
    for day in &days {
        let row = instance_numbers(app, *day).await;
        let expected = count(plays.iter().filter(|play| play.day == *day));
        assert_eq!((row.starts, row.plays, row.listeners), (expected.starts, expected.plays, expected.listeners));
        assert_eq!((row.completions, row.heard_ms), (expected.completions, expected.heard_ms));
        of_instance.push(row);
    }
    assert_eq!((of_instance[0].uploads, of_instance[0].sign_ups), (4, 4));
    assert_eq!((of_instance[1].uploads, of_instance[1].sign_ups), (0, 0));
    for day in days.iter().rev() {
        roll_up(app, *day).await;
        roll_up(app, *day).await;
    }
    assert_eq!((track_days(app).await, creator_days(app).await), (by_track, by_creator));
    assert_eq!(instance_numbers(app, days[0]).await, of_instance[0]);
}

#[db_test]
async fn many_roll_ups_of_a_day_at_once_leave_right_numbers(app: &TestApp) {
    let days = some_days(app).await;
    let all_at_once = (0..8).map(|_| {
        let (ctx, day) = (app.ctx.clone(), days[2]);
        tokio::spawn(async move {
            let mut tx = ctx.db.write().await.unwrap();
            roll_up_day(&mut tx, &ctx.clock, day).await.unwrap();
            tx.commit().await.unwrap();
        })
    });
    for roll_up in all_at_once.collect::<Vec<_>>() {
        roll_up.await.unwrap();
    }
    let plays = all_plays(app).await;
    let expected = count(plays.iter().filter(|play| play.day == days[2]));
    let row = instance_numbers(app, days[2]).await;
    assert_eq!((row.starts, row.plays, row.listeners), (expected.starts, expected.plays, expected.listeners));
    assert_eq!(track_days(app).await.len(), 4);
}

#[db_test]
async fn a_roll_up_that_breaks_off_leaves_the_old_numbers(app: &TestApp) {
    let admin = app.admin().await;
    let (track, player) = (track_of(app, &admin, "song").await, Player::of(app, app.visitor()));
    player.listen(app, track, 40_000, "skip").await;
    roll_up(app, today(app)).await;
    player.listen(app, track, 40_000, "skip").await;
    let mut tx = app.ctx.db.write().await.unwrap();
    roll_up_day(&mut tx, &app.ctx.clock, today(app)).await.unwrap();
    drop(tx);
    assert_eq!(instance_numbers(app, today(app)).await.plays, 1);
    assert_eq!(track_days(app).await[0].plays, 1);
    roll_up(app, today(app)).await;
    assert_eq!(instance_numbers(app, today(app)).await.plays, 2);
}

#[db_test]
async fn an_event_that_is_on_its_way_when_the_day_ends_is_counted(app: &TestApp) {
    let admin = app.admin().await;
    let (track, player) = (track_of(app, &admin, "song").await, Player::of(app, app.visitor()));
    let day = today(app);
    wait_until(app, "2026-06-22T02:59:59Z");
    let event = sillon_domain::plays::PlayEvent {
        play_id: new_play(app),
        track_id: track,
        kind: sillon_domain::plays::PlayEventKind::Skip,
        elapsed_ms: 4 * 3_600_000,
        heard_ms: 60_000,
    };
    let mut tx = app.ctx.db.write().await.unwrap();
    let recorded = record_play_event(&mut tx, &app.ctx.clock, None, player.visit, &event).await.unwrap();
    assert_eq!(recorded, Recorded::Taken);
    wait_until(app, "2026-06-22T03:00:00Z");
    let ctx = app.ctx.clone();
    let finishing = tokio::spawn(async move {
        let mut tx = ctx.db.write().await.unwrap();
        assert!(finish_day(&mut tx, &ctx.clock, day).await.unwrap());
        tx.commit().await.unwrap();
    });
    // Time for the end of the day to come to the lock that the event holds.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(!finishing.is_finished());
    tx.commit().await.unwrap();
    finishing.await.unwrap();
    assert_eq!(instance_numbers(app, day).await.plays, 1);
    assert!(find_play(app, event.play_id).await.is_some());
}

#[db_test]
async fn plays_are_pruned_only_when_their_numbers_are_final_and_the_numbers_stay(app: &TestApp) {
    const KEEP_DAYS: u64 = 5;
    let days = some_days(app).await;
    roll_up(app, days[0]).await;
    let numbers = instance_numbers(app, days[0]).await;
    app.ctx.clock.advance(TimeDelta::days(4));
    let now = app.ctx.clock.now();
    let due = |app: &TestApp| {
        let db = app.ctx.db.clone();
        async move { days_to_prune(&db.read().await.unwrap(), now, KEEP_DAYS).await.unwrap() }
    };
    assert!(due(app).await.is_empty(), "no day is final");
    let mut tx = app.ctx.db.write().await.unwrap();
    assert_eq!(prune_plays(&mut tx, &app.ctx.clock, days[0]).await.unwrap(), 0);
    for day in &days {
        assert!(finish_day(&mut tx, &app.ctx.clock, *day).await.unwrap());
    }
    tx.commit().await.unwrap();
    assert_eq!(due(app).await, days[..2], "the third is five days old");
    let mut tx = app.ctx.db.write().await.unwrap();
    assert_eq!(prune_plays(&mut tx, &app.ctx.clock, days[0]).await.unwrap(), 12);
    tx.commit().await.unwrap();
    assert_eq!(due(app).await, days[1..2]);
    assert_eq!(all_plays(app).await.len(), 24);
    assert_eq!(roll_up(app, days[0]).await, RolledUp::PrunedBefore);
    assert_eq!(instance_numbers(app, days[0]).await, numbers);
    assert!(track_days(app).await.iter().any(|row| row.day == days[0]));
}

#[db_test]
async fn the_worker_counts_every_hour_and_ends_the_day_at_night(app: &TestApp) {
    let admin = app.admin().await;
    let (track, player) = (track_of(app, &admin, "song").await, Player::of(app, app.visitor()));
    let day = today(app);
    for (now, plays, has_salt) in [
        ("2026-06-21T18:20:00Z", 1, true),
        ("2026-06-21T19:13:00Z", 2, true),
        ("2026-06-22T00:13:00Z", 3, true),
        ("2026-06-22T02:30:00Z", 3, true),
        ("2026-06-22T03:21:00Z", 3, false),
    ] {
        if today(app) == day {
            player.listen(app, track, 40_000, "skip").await;
        }
        wait_until(app, now);
        assert!(app.worker().make_due_runs().await.unwrap() > 0, "{now}");
        assert!(app.run_jobs().await > 0, "{now}");
        assert_eq!(instance_numbers(app, day).await.plays, plays, "{now}");
        assert_eq!(salts(app).await[&day], has_salt, "{now}");
    }
}
