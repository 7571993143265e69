//! Tracks: who may see, rename and delete them; how they are listed and delivered.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use http::header;
use serde_json::{Value, json};
use sillon_domain::blobs::Shelf;
use sillon_testing::{Person, TestApp, db_test, tone_wave};

async fn published_track(app: &TestApp, person: &Person, name: &str) -> Value {
    let track = person.upload(name, tone_wave(300_000)).await.expect(201);
    app.run_jobs().await;
    person.get(&path_of(&track)).await.expect(200)
}

fn path_of(track: &Value) -> String {
    format!("/api/v1/tracks/{}", track["id"].as_str().unwrap())
}

#[db_test]
async fn only_its_creator_renames_and_deletes_a_track(app: &TestApp) {
    let admin = app.admin().await;
    let (ada, ben) = (app.creator("ada").await, app.creator("ben").await);
    let track = published_track(app, &ada, "song.wav").await;
    let path = path_of(&track);
    app.visitor().patch(&path, &json!({"title": "Mine"})).await.expect(401);
    assert_eq!(ben.patch(&path, &json!({"title": "Mine"})).await.code(), "forbidden");
    assert_eq!(ben.delete(&path).await.code(), "forbidden");
    assert_eq!(ada.patch(&path, &json!({"title": " New \n name "})).await.expect(200)["title"], "New name");
    assert_eq!(ada.patch(&path, &json!({"title": " "})).await.code(), "validation_failed");
    admin.delete(&path).await.expect(204);
    ada.get(&path).await.expect(404);
    ada.delete(&path).await.expect(404);
}

#[db_test]
async fn an_unpublished_track_is_hidden_from_others(app: &TestApp) {
    app.admin().await;
    let (ada, ben) = (app.creator("ada").await, app.creator("ben").await);
    let path = path_of(&ada.upload("song.wav", tone_wave(1000)).await.expect(201));
    ada.get(&path).await.expect(200);
    ben.get(&path).await.expect(404);
    ben.delete(&path).await.expect(404);
    assert_eq!(ben.get("/api/v1/tracks").await.expect(200)["items"], json!([]));
    let own = ada.get("/api/v1/accounts/me/tracks").await.expect(200);
    assert_eq!(own["items"].as_array().unwrap().len(), 1);
}

#[db_test]
async fn deleting_a_track_removes_its_files_and_silences_it(app: &TestApp) {
    let admin = app.admin().await;
    let track = published_track(app, &admin, "song.wav").await;
    let master = track["playback"]["hls_url"].as_str().unwrap();
    admin.get(master).await;
    admin.delete(&path_of(&track)).await.expect(204);
    app.visitor().get(master).await.expect(404);
    for shelf in [Shelf::Originals, Shelf::Versions] {
        assert!(app.blobs(shelf).await.is_empty(), "{shelf:?}");
    }
}

#[db_test]
async fn a_track_deleted_before_its_encode_is_not_encoded(app: &TestApp) {
    let admin = app.admin().await;
    let track = admin.upload("song.wav", tone_wave(1000)).await.expect(201);
    admin.delete(&path_of(&track)).await.expect(204);
    assert_eq!(app.run_jobs().await, 0);
    assert!(app.blobs(Shelf::Versions).await.is_empty());
}

#[db_test]
async fn pages_of_tracks_neither_repeat_nor_skip(app: &TestApp) {
    let admin = app.admin().await;
    for number in 0..5 {
        admin.upload(&format!("{number}.wav"), tone_wave(100)).await.expect(201);
        // The first three share an instant, so that the id decides.
        if number >= 2 {
            app.ctx.clock.advance(chrono::TimeDelta::seconds(1));
        }
    }
    let (mut titles, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = admin.get(&format!("/api/v1/accounts/me/tracks?limit=2{cursor}")).await.expect(200);
        let items = page["items"].as_array().unwrap();
        titles.extend(items.iter().map(|item| item["title"].as_str().unwrap().to_owned()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    titles.sort();
    assert_eq!(titles, ["0", "1", "2", "3", "4"]);
}

#[db_test]
async fn the_segments_of_a_rendition_are_its_file(app: &TestApp) {
    let admin = app.admin().await;
    let track = published_track(app, &admin, "song.wav").await;
    let visitor = app.visitor();
    let base = track["playback"]["hls_url"].as_str().unwrap().strip_suffix("master.m3u8").unwrap().to_owned();
    for name in ["aac-160", "aac-96", "aac-64", "flac"] {
        let playlist = visitor.get(&format!("{base}{name}/index.m3u8")).await.text();
        let whole = visitor.get(&format!("{base}{name}/audio.mp4")).await.body;
        let mut joined = visitor.get(&format!("{base}{name}/init.mp4")).await.body;
        assert_eq!(whole[..joined.len()], joined[..], "{name}");
        let segments: Vec<_> = playlist.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(segments.len(), 2, "{playlist}");
        joined.clear();
        for segment in segments {
            let answer = visitor.get(&format!("{base}{name}/{segment}")).await;
            assert_eq!(answer.headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
            joined.extend(answer.body);
        }
        assert!(whole.ends_with(&joined), "{name}");
    }
    visitor.get(&format!("{base}aac-160/2.m4s")).await.expect(404);
    visitor.get(&format!("{base}aac-160/../../x")).await.expect(404);
    visitor.get(&format!("{base}aac-999/0.m4s")).await.expect(404);
    visitor.get(&base.replace("public", "forged")).await.expect(404);
}

#[db_test]
async fn ranges_and_validators_are_honoured(app: &TestApp) {
    let admin = app.admin().await;
    let track = published_track(app, &admin, "song.wav").await;
    let visitor = app.visitor();
    let path = track["playback"]["progressive_url"].as_str().unwrap();
    let whole = visitor.get(path).await;
    let size = whole.body.len();
    let part = visitor.get_with(path, header::RANGE, "bytes=100-199").await;
    assert_eq!((part.status.as_u16(), &part.body[..]), (206, &whole.body[100..200]));
    assert_eq!(part.headers[header::CONTENT_RANGE], format!("bytes 100-199/{size}"));
    let beyond = visitor.get_with(path, header::RANGE, &format!("bytes={size}-")).await;
    assert_eq!(
        (beyond.status.as_u16(), beyond.headers[header::CONTENT_RANGE].to_str().unwrap()),
        (416, &*format!("bytes */{size}"))
    );
    let etag = whole.headers[header::ETAG].to_str().unwrap();
    let known = visitor.get_with(path, header::IF_NONE_MATCH, etag).await;
    assert_eq!((known.status.as_u16(), known.body.len()), (304, 0));
    let waveform = visitor.get(track["playback"]["waveform_url"].as_str().unwrap()).await;
    assert_eq!(waveform.body[..4], 2_i32.to_le_bytes(), "audiowaveform version 2");
}
