//! What the worker does with pictures: artwork inside of recordings, attempts that died, jobs that come twice, the sweep,
//! and a server that is killed in the middle.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::{process::Command, time::Duration};

use chrono::TimeDelta;
use serde_json::Value;
use sillon_domain::{
    blobs::{Shelf, sweep_orphans},
    ids::{PictureId, WorkerId},
    jobs::{Claim, MakeThumbnails, Queue, attempt_folder, claim_jobs, enqueue_job},
};
use sillon_testing::{Person, TestApp, convert_picture, db_test, tone_wave};

const AVATAR: &str = "/api/v1/accounts/me/avatar";
const LEASE: TimeDelta = TimeDelta::seconds(30);

fn square(colour: &str) -> Vec<u8> {
    convert_picture(&format!("-size 200x200 xc:{colour}"), "png")
}

/// A FLAC with a front cover, as RFC 9639, section 8.8, has it.
fn flac_with_cover(cover: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let (wave, flac) = (folder.path().join("song.wav"), folder.path().join("song.flac"));
    std::fs::write(&wave, tone_wave(20_000)).unwrap();
    let encoded = Command::new("flac").args(["--silent", "-o"]).arg(&flac).arg(&wave).status().unwrap();
    assert!(encoded.success());
    let number = |value: usize| u32::try_from(value).unwrap().to_be_bytes();
    let mut picture = Vec::new();
    picture.extend(number(3));
    picture.extend(number(9));
    picture.extend(b"image/png");
    picture.extend([0; 4 * 5]);
    picture.extend(number(cover.len()));
    picture.extend(cover);
    let file = std::fs::read(flac).unwrap();
    // Behind the signature and STREAMINFO, 4 and 38 bytes.
    let mut block = number(picture.len()).to_vec();
    block[0] = 6;
    [&file[..42], &block, &picture, &file[42..]].concat()
}

async fn upload(app: &TestApp, person: &Person, file: Vec<u8>) -> Value {
    let track = person.upload("song.flac", file).await.expect(201);
    app.run_jobs().await;
    person.get(&format!("/api/v1/tracks/{}", track["id"].as_str().unwrap())).await.expect(200)
}

#[db_test]
async fn artwork_inside_a_recording_becomes_its_tracks_artwork(app: &TestApp) {
    let ada = app.admin().await;
    let track = upload(app, &ada, flac_with_cover(&square("red"))).await;
    assert_eq!(track["state"], "published");
    let url = track["artwork"]["sizes"][0]["webp_url"].as_str().unwrap();
    assert_eq!(app.visitor().get(url).await.status, 200);
}

#[db_test]
async fn artwork_inside_a_recording_gives_way_to_the_one_that_was_sent(app: &TestApp) {
    let ada = app.admin().await;
    let track = ada.upload("song.flac", flac_with_cover(&square("red"))).await.expect(201);
    let path = format!("/api/v1/tracks/{}", track["id"].as_str().unwrap());
    let slot = ada.put(&format!("{path}/artwork"), square("blue")).await.expect(202);
    app.run_jobs().await;
    assert_eq!(ada.get(&path).await.expect(200)["artwork"]["id"], slot["next"]["id"]);
    assert_eq!(app.blobs(Shelf::Pictures).await.len(), 1, "the other one is not kept");
}

#[db_test]
async fn hostile_artwork_does_not_keep_a_recording_from_being_heard(app: &TestApp) {
    let ada = app.admin().await;
    let mut bomb = square("red");
    bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let mut broken = square("red");
    let data = broken.windows(4).position(|kind| kind == b"IDAT").unwrap() + 4;
    broken[data..data + 8].fill(0xff);
    for cover in [b"<svg onload='alert(1)'/>".to_vec(), bomb, broken, Vec::new()] {
        let track = upload(app, &ada, flac_with_cover(&cover)).await;
        assert_eq!((&track["state"], &track["artwork"]), (&"published".into(), &Value::Null));
    }
}

/// The worker that died had claimed the job and written half of a folder.
#[db_test]
async fn an_attempt_that_died_is_followed_by_a_whole_one(app: &TestApp) {
    let ada = app.admin().await;
    ada.put(AVATAR, square("red")).await.expect(202);
    let mut tx = app.ctx.db.write().await.unwrap();
    let worker = WorkerId::new(app.ctx.clock.now());
    let claim = Claim { worker, room: &[(Queue::Pictures, 1)], lease: LEASE };
    let claimed = claim_jobs(&mut tx, &app.ctx.clock, claim).await.unwrap();
    tx.commit().await.unwrap();
    let half = app.ctx.blobs.path(Shelf::Thumbnails, &attempt_folder(claimed[0].0.id, claimed[0].0.attempt));
    std::fs::create_dir(&half).unwrap();
    std::fs::write(half.join("96.webp"), b"half").unwrap();
    app.run_jobs().await;
    assert_eq!(ada.get(AVATAR).await.expect(200)["next"]["state"], "processing", "the lease still holds");
    app.ctx.clock.advance(LEASE);
    app.run_jobs().await;
    let slot = ada.get(AVATAR).await.expect(200);
    let url = slot["shown"]["sizes"][0]["webp_url"].as_str().unwrap();
    assert_eq!(&app.visitor().get(url).await.body[..4], b"RIFF");
    assert!(!half.exists());
    assert_eq!(app.blobs(Shelf::Thumbnails).await.len(), 1);
}

#[db_test]
async fn an_owner_is_told_when_reading_was_interrupted_too_often(app: &TestApp) {
    let ada = app.admin().await;
    ada.put(AVATAR, square("red")).await.expect(202);
    for _ in 0..3 {
        let mut tx = app.ctx.db.write().await.unwrap();
        let worker = WorkerId::new(app.ctx.clock.now());
        let claim = Claim { worker, room: &[(Queue::Pictures, 1)], lease: LEASE };
        let claimed = claim_jobs(&mut tx, &app.ctx.clock, claim).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(claimed.len(), 1);
        app.ctx.clock.advance(LEASE);
        let mut tx = app.ctx.db.write().await.unwrap();
        sillon_domain::jobs::rescue_jobs(&mut tx, &app.ctx.clock).await.unwrap();
        tx.commit().await.unwrap();
    }
    app.run_jobs().await;
    let slot = ada.get(AVATAR).await.expect(200);
    assert_eq!(slot["next"]["failure"]["code"], "picture.gave_up");
    assert!(app.blobs(Shelf::Thumbnails).await.is_empty());
}

#[db_test]
async fn a_job_that_comes_twice_changes_nothing(app: &TestApp) {
    let ada = app.admin().await;
    ada.put(AVATAR, square("red")).await.expect(202);
    app.run_jobs().await;
    let before = (ada.get(AVATAR).await.expect(200), app.blobs(Shelf::Thumbnails).await);
    let id = before.0["shown"]["id"].as_str().unwrap().parse().unwrap();
    let mut tx = app.ctx.db.write().await.unwrap();
    enqueue_job(&mut tx, &app.ctx.clock, &MakeThumbnails { picture_id: PictureId(id) }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!((ada.get(AVATAR).await.expect(200), app.blobs(Shelf::Thumbnails).await), before);
}

#[db_test]
async fn the_sweep_removes_files_of_pictures_that_no_row_names(app: &TestApp) {
    let ada = app.admin().await;
    ada.put(AVATAR, square("red")).await.expect(202);
    app.run_jobs().await;
    let named = (app.blobs(Shelf::Pictures).await, app.blobs(Shelf::Thumbnails).await);
    std::fs::write(app.ctx.blobs.path(Shelf::Pictures, "left-by-a-crash"), b"").unwrap();
    std::fs::create_dir(app.ctx.blobs.path(Shelf::Thumbnails, "dead-job-1")).unwrap();
    // The clock of the test stands before the files were written: they have no age at all.
    let swept = sweep_orphans(&app.ctx.db, &app.ctx.blobs, &app.ctx.clock, Duration::ZERO).await.unwrap();
    assert_eq!(swept.len(), 2, "{swept:?}");
    assert_eq!((app.blobs(Shelf::Pictures).await, app.blobs(Shelf::Thumbnails).await), named);
}
