//! Who sees the numbers, and how.

use chrono::TimeDelta;
use http::header;
use serde_json::json;
use sillon_testing::{TestApp, db_test, sillon_binary};

use crate::listening::{Player, roll_up, today, track_of};

#[db_test]
async fn only_its_creator_and_admins_see_how_often_a_track_is_played(app: &TestApp) {
    let admin = app.admin().await;
    let (ada, ben) = (app.creator("ada").await, app.creator("ben").await);
    let track = track_of(app, &ada, "song").await;
    Player::of(app, ben.clone()).listen(app, track, 40_000, "skip").await;
    roll_up(app, today(app)).await;
    for path in [format!("/api/v1/tracks/{track}/statistics"), format!("/api/v1/tracks/{track}/statistics.csv")] {
        app.visitor().get(&path).await.expect(401);
        assert_eq!(ben.get(&path).await.code(), "forbidden");
        assert_eq!(ada.get(&path).await.status, 200);
        assert_eq!(admin.get(&path).await.status, 200);
    }
    for path in ["/api/v1/accounts/me/statistics", "/api/v1/accounts/me/statistics.csv"] {
        app.visitor().get(path).await.expect(401);
    }
    assert_eq!(ada.get("/api/v1/accounts/me/statistics").await.expect(200)["totals"]["plays"], 1);
    assert_eq!(ben.get("/api/v1/accounts/me/statistics").await.expect(200)["totals"]["plays"], 0);
    let public = app.visitor().get(&format!("/api/v1/tracks/{track}")).await.text();
    assert!(!public.contains("plays") && !public.contains("listeners"), "play counts are not public: {public}");
}

#[db_test]
async fn the_statistics_of_a_hidden_track_are_hidden(app: &TestApp) {
    app.admin().await;
    let (ada, ben) = (app.creator("ada").await, app.creator("ben").await);
    let track = ada.upload("song.wav", sillon_testing::tone_wave(100)).await.expect(201);
    let path = format!("/api/v1/tracks/{}/statistics", track["id"].as_str().unwrap());
    ben.get(&path).await.expect(404);
    ada.get(&path).await.expect(200);
}

#[db_test]
async fn statistics_have_every_day_of_the_period_and_every_track(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    let (rain, sun) = (track_of(app, &ada, "rain").await, track_of(app, &ada, "sun").await);
    let player = Player::of(app, app.visitor());
    player.listen(app, rain, 40_000, "skip").await;
    player.listen(app, sun, 5000, "skip").await;
    roll_up(app, today(app)).await;
    app.ctx.clock.advance(TimeDelta::days(2));
    player.listen(app, sun, 200_000, "end").await;
    player.listen(app, sun, 200_000, "end").await;
    roll_up(app, today(app)).await;
    let answer = ada.get("/api/v1/accounts/me/statistics?from=2026-06-20&to=2026-06-23").await.expect(200);
    let days = answer["days"].as_array().unwrap().iter();
    let plays: Vec<_> = days.map(|day| (day["day"].as_str().unwrap(), day["plays"].as_i64().unwrap())).collect();
    assert_eq!(plays, [("2026-06-20", 0), ("2026-06-21", 1), ("2026-06-22", 0), ("2026-06-23", 2)]);
    assert_eq!(
        answer["totals"],
        json!({"plays": 3, "listeners": 2, "completions": 2, "skips": 1, "starts": 4, "heard_ms": 445_000})
    );
    assert_eq!(answer["counted_at"], "2026-06-23T18:07:25Z");
    let tracks: Vec<_> = answer["tracks"].as_array().unwrap().iter().map(|track| &track["title"]).collect();
    assert_eq!(tracks, ["sun", "rain"]);
    assert_eq!(answer["tracks"][0]["id"], sun.to_string());
    assert_eq!(answer["tracks"][0]["plays"], 2);
    let one = ada.get(&format!("/api/v1/tracks/{rain}/statistics?from=2026-06-21&to=2026-06-21")).await.expect(200);
    assert_eq!((one["title"].as_str(), one["totals"]["plays"].as_i64()), (Some("rain"), Some(1)));
    assert_eq!(one["days"].as_array().unwrap().len(), 1);
}

#[db_test]
async fn a_deleted_track_stays_in_the_numbers_of_its_creator(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    let track = track_of(app, &ada, "song").await;
    Player::of(app, app.visitor()).listen(app, track, 40_000, "skip").await;
    roll_up(app, today(app)).await;
    ada.delete(&format!("/api/v1/tracks/{track}")).await.expect(204);
    roll_up(app, today(app)).await;
    let answer = ada.get("/api/v1/accounts/me/statistics").await.expect(200);
    assert_eq!(answer["totals"]["plays"], 1);
    assert_eq!((&answer["tracks"][0]["title"], &answer["tracks"][0]["plays"]), (&json!(null), &json!(1)));
    ada.get(&format!("/api/v1/tracks/{track}/statistics")).await.expect(404);
}

#[db_test]
async fn a_period_that_makes_no_sense_is_refused(app: &TestApp) {
    let admin = app.admin().await;
    for query in ["from=2026-06-02&to=2026-06-01", "from=2020-01-01", "from=yesterday", "until=2026-06-01"] {
        let answer = admin.get(&format!("/api/v1/accounts/me/statistics?{query}")).await;
        assert_eq!(answer.code(), "invalid_query", "{query}");
    }
    let month = admin.get("/api/v1/accounts/me/statistics").await.expect(200);
    assert_eq!(month["days"].as_array().unwrap().len(), 30);
    assert_eq!(month["counted_at"], json!(null));
}

#[db_test]
async fn the_table_is_a_file_for_spreadsheets(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    let track = track_of(app, &ada, "song").await;
    ada.patch(&format!("/api/v1/tracks/{track}"), &json!({"title": "=1+1, \"sum\""})).await.expect(200);
    Player::of(app, app.visitor()).listen(app, track, 40_500, "skip").await;
    roll_up(app, today(app)).await;
    let answer = ada.get("/api/v1/accounts/me/statistics.csv?from=2026-06-01&to=2026-06-30").await;
    assert_eq!(answer.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8; header=present");
    let disposition = "attachment; filename=\"statistics_2026-06-01_2026-06-30.csv\"";
    assert_eq!(answer.headers[header::CONTENT_DISPOSITION], disposition);
    let rows = format!(
        "day,track_id,track,plays,listeners,completions,skips,starts,heard_seconds\r\n\
         2026-06-21,{track},\"'=1+1, \"\"sum\"\"\",1,1,0,0,1,40\r\n"
    );
    assert_eq!(answer.text(), rows);
    let of_track = ada.get(&format!("/api/v1/tracks/{track}/statistics.csv?from=2026-06-01&to=2026-06-30")).await;
    assert_eq!(of_track.text(), rows);
}

/// The real program on a new data folder, and what it prints.
fn sillon(folder: &std::path::Path, arguments: &[&str]) -> String {
    let output = std::process::Command::new(sillon_binary())
        .args(arguments)
        .arg("--data-dir")
        .arg(folder)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_commands_of_an_operator_work_on_an_instance_without_plays() {
    let folder = tempfile::tempdir().unwrap();
    sillon(folder.path(), &["migrate"]);
    assert_eq!(sillon(folder.path(), &["stats", "rebuild"]), "0 days are counted anew.\n");
    let rebuilt = sillon(folder.path(), &["stats", "rebuild", "--format", "json"]);
    assert_eq!(rebuilt, "{\"counted_days\":0,\"days_left_alone\":0}\n");
    assert_eq!(sillon(folder.path(), &["stats", "show", "--format", "json"]), "[]\n");
    assert!(sillon(folder.path(), &["stats", "show"]).contains("No day of this period has been counted."));
}
