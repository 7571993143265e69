//! Uploads: what is taken becomes a published track, what is refused leaves nothing behind.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use axum::body::Body;
use http::{Request, header};
use sillon_domain::{Context, blobs::Shelf};
use sillon_testing::{Answer, TestApp, db_test, tone_wave};

async fn assert_nothing_is_left(app: &TestApp) {
    for shelf in [Shelf::Incoming, Shelf::Originals, Shelf::Versions] {
        assert!(app.blobs(shelf).await.is_empty(), "{shelf:?} holds {:?}", app.blobs(shelf).await);
    }
}

fn refusal(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.code())
}

#[db_test]
async fn an_upload_is_published_and_heard(app: &TestApp) {
    let admin = app.admin().await;
    let answer = admin.upload("03_blue-moon.wav", tone_wave(100_000)).await;
    let track = answer.expect(201);
    assert_eq!((track["state"].as_str(), track["title"].as_str()), (Some("queued"), Some("03 blue-moon")));
    let path = answer.headers[header::LOCATION].to_str().unwrap().to_owned();
    assert_eq!(app.run_jobs().await, 1);
    let track = app.visitor().get(&path).await.expect(200);
    assert_eq!(track["state"], "published");
    assert_eq!(track["duration_ms"], 2268);
    assert_eq!(track["lossless"], true);
    let listed = app.visitor().get("/api/v1/tracks").await.expect(200);
    assert_eq!(listed["items"][0]["id"], track["id"]);
    let master = app.visitor().get(track["playback"]["hls_url"].as_str().unwrap()).await;
    assert!(master.text().starts_with("#EXTM3U"), "{}", master.text());
}

#[db_test]
async fn a_visitor_and_a_listener_cannot_upload(app: &TestApp) {
    assert_eq!(refusal(&app.visitor().upload("a.wav", tone_wave(10)).await), (401, "unauthenticated".to_owned()));
    assert_nothing_is_left(app).await;
}

#[db_test]
async fn an_empty_file_is_refused(app: &TestApp) {
    let admin = app.admin().await;
    assert_eq!(refusal(&admin.upload("a.wav", Vec::new()).await), (422, "upload_empty".to_owned()));
    assert_nothing_is_left(app).await;
}

#[db_test]
async fn a_text_file_named_mp3_is_refused(app: &TestApp) {
    let admin = app.admin().await;
    let text = "It is a truth universally acknowledged. ".repeat(5000).into_bytes();
    assert_eq!(refusal(&admin.upload("song.mp3", text).await), (422, "upload_not_audio".to_owned()));
    assert_eq!(refusal(&admin.upload("song.mp3", b"short".to_vec()).await), (422, "upload_not_audio".to_owned()));
    assert_nothing_is_left(app).await;
}

#[db_test]
async fn a_file_of_3_gb_is_refused_before_it_is_read(app: &TestApp) {
    let admin = app.admin().await;
    let request = Request::post("/api/v1/uploads?file_name=a.wav").header(header::CONTENT_LENGTH, 3_000_000_000_u64);
    // Reading this body would never end.
    let endless = Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    assert_eq!(refusal(&admin.send(request.body(endless).unwrap()).await), (413, "upload_too_large".to_owned()));
    assert_nothing_is_left(app).await;
}

#[db_test]
async fn a_file_that_hides_its_size_is_refused_when_it_passes_the_limit(app: &TestApp) {
    let admin = app.admin().await;
    let chunks =
        tone_wave(1 << 20).chunks(65_536).map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec())).collect::<Vec<_>>();
    let body = Body::from_stream(futures_util::stream::iter(chunks));
    let request = Request::post("/api/v1/uploads?file_name=a.wav").body(body).unwrap();
    assert_eq!(refusal(&admin.send(request).await), (413, "upload_too_large".to_owned()));
    assert_nothing_is_left(app).await;
}

#[db_test]
async fn an_upload_that_breaks_off_leaves_nothing(app: &TestApp) {
    let admin = app.admin().await;
    let chunks = [Ok(tone_wave(1000)), Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))];
    let body = Body::from_stream(futures_util::stream::iter(chunks));
    let request = Request::post("/api/v1/uploads?file_name=a.wav").body(body).unwrap();
    assert_eq!(refusal(&admin.send(request).await), (408, "upload_incomplete".to_owned()));
    assert_nothing_is_left(app).await;
}

#[db_test]
async fn a_client_that_goes_away_leaves_nothing(app: &TestApp) {
    let admin = app.admin().await;
    let first = futures_util::stream::iter([Ok::<_, std::io::Error>(tone_wave(1000))]);
    let body = Body::from_stream(futures_util::StreamExt::chain(first, futures_util::stream::pending()));
    let request = Request::post("/api/v1/uploads?file_name=a.wav").body(body).unwrap();
    let sending = tokio::spawn(async move { admin.send(request).await });
    while app.blobs(Shelf::Incoming).await.is_empty() {
        tokio::task::yield_now().await;
    }
    sending.abort();
    assert!(sending.await.unwrap_err().is_cancelled());
    assert_nothing_is_left(app).await;
}

#[db_test]
async fn broken_files_fail_with_a_reason_and_leave_nothing(app: &TestApp) {
    let admin = app.admin().await;
    let mut truncated = tone_wave(100_000);
    truncated.truncate(200_000);
    let mut noise = tone_wave(5000);
    for (place, byte) in noise.iter_mut().enumerate().skip(12) {
        *byte = u8::try_from(place * 7 % 251).unwrap();
    }
    for (name, content) in [("truncated.wav", truncated), ("noise.wav", noise), ("no_sound.wav", tone_wave(0))] {
        let track = admin.upload(name, content).await.expect(201);
        app.run_jobs().await;
        let path = format!("/api/v1/tracks/{}", track["id"].as_str().unwrap());
        let track = admin.get(&path).await.expect(200);
        assert_eq!(track["state"], "failed", "{name}");
        assert!(track["failure"]["code"].as_str().unwrap().starts_with("media."), "{track}");
        assert!(!track["failure"]["detail"].as_str().unwrap().is_empty());
        app.visitor().get(&path).await.expect(404);
    }
    assert_nothing_is_left(app).await;
    // The server goes on.
    admin.upload("good.wav", tone_wave(5000)).await.expect(201);
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(app.visitor().get("/api/v1/tracks").await.expect(200)["items"].as_array().unwrap().len(), 1);
}

#[db_test]
async fn the_sweep_removes_what_no_row_names_and_nothing_else(app: &TestApp) {
    let admin = app.admin().await;
    admin.upload("kept.wav", tone_wave(5000)).await.expect(201);
    app.run_jobs().await;
    let Context { db, blobs, .. } = &app.ctx;
    blobs.write(Shelf::Incoming, "crashed.part", b"half").await.unwrap();
    blobs.write(Shelf::Originals, "unnamed", b"whole").await.unwrap();
    tokio::fs::create_dir(blobs.path(Shelf::Versions, "dead-job-1")).await.unwrap();
    let clock = sillon_domain::Clock::system();
    let age = std::time::Duration::from_hours(1);
    assert!(sillon_domain::blobs::sweep_orphans(db, blobs, &clock, age).await.unwrap().is_empty(), "young files stay");
    let swept = sillon_domain::blobs::sweep_orphans(db, blobs, &clock, std::time::Duration::ZERO).await.unwrap();
    let mut names: Vec<_> = swept.into_iter().map(|(_, name)| name).collect();
    names.sort();
    assert_eq!(names, ["crashed.part", "dead-job-1", "unnamed"]);
    assert_eq!(app.blobs(Shelf::Originals).await.len(), 1);
    assert_eq!(app.blobs(Shelf::Versions).await.len(), 1);
}

#[db_test]
async fn recordings_that_a_backup_forgot_are_missed(app: &TestApp) {
    let admin = app.admin().await;
    admin.upload("song.wav", tone_wave(5000)).await.expect(201);
    app.run_jobs().await;
    let Context { db, blobs, .. } = &app.ctx;
    let missing = async || sillon_domain::blobs::missing_recordings(db, blobs).await.unwrap();
    assert!(missing().await.is_empty());
    for shelf in [Shelf::Originals, Shelf::Versions] {
        let name = app.blobs(shelf).await.remove(0);
        blobs.remove(shelf, &name).await.unwrap();
        assert!(missing().await.contains(&blobs.path(shelf, &name)), "{name}");
    }
    assert_eq!(missing().await.len(), 2);
}
