//! Pictures: sent, shown in every size, replaced, removed; who may do so; what is refused.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use http::header;
use serde_json::{Value, json};
use sillon_domain::blobs::Shelf;
use sillon_testing::{Person, TestApp, convert_picture, db_test, tone_wave};

const AVATAR: &str = "/api/v1/accounts/me/avatar";

fn square(colour: &str, side: u32) -> Vec<u8> {
    convert_picture(&format!("-size {side}x{side} xc:{colour}"), "png")
}

async fn own_avatar(person: &Person) -> Value {
    person.get("/api/v1/accounts/me").await.expect(200)["avatar"].clone()
}

async fn published_track(app: &TestApp, person: &Person) -> String {
    let track = person.upload("song.wav", tone_wave(10_000)).await.expect(201);
    app.run_jobs().await;
    format!("/api/v1/tracks/{}", track["id"].as_str().unwrap())
}

/// Number of originals and of folders of thumbnails.
async fn kept(app: &TestApp) -> (usize, usize) {
    (app.blobs(Shelf::Pictures).await.len(), app.blobs(Shelf::Thumbnails).await.len())
}

#[db_test]
async fn a_picture_is_shown_in_every_size_that_it_has(app: &TestApp) {
    let ada = app.admin().await;
    let slot = ada.put(AVATAR, square("red", 300)).await.expect(202);
    assert_eq!((&slot["shown"], &slot["next"]["state"]), (&Value::Null, &json!("processing")));
    assert_eq!(own_avatar(&ada).await, Value::Null);
    let waiting = format!("/api/v1/pictures/{}/96.webp", slot["next"]["id"].as_str().unwrap());
    let early = ada.get(&waiting).await;
    assert_eq!(
        (early.code().as_str(), early.headers[header::CACHE_CONTROL].as_bytes()),
        ("not_found", &b"no-store"[..])
    );
    app.run_jobs().await;
    let slot = ada.get(AVATAR).await.expect(200);
    assert_eq!(slot["next"], Value::Null);
    let avatar = own_avatar(&ada).await;
    assert_eq!(avatar, slot["shown"]);
    assert_eq!(avatar["blurhash"].as_str().unwrap().len(), 36);
    let sizes = avatar["sizes"].as_array().unwrap();
    let sides: Vec<_> = sizes.iter().map(|size| size["side_px"].as_i64().unwrap()).collect();
    assert_eq!(sides, [96, 256, 300]);
    let visitor = app.visitor();
    for size in sizes {
        for (url, media_type, magic) in [
            (size["webp_url"].as_str().unwrap(), "image/webp", &b"RIFF"[..]),
            (size["jpeg_url"].as_str().unwrap(), "image/jpeg", b"\xff\xd8\xff"),
        ] {
            let answer = visitor.get(url).await;
            assert_eq!((answer.status.as_u16(), &answer.body[..magic.len()]), (200, magic), "{url}");
            assert_eq!(answer.headers[header::CONTENT_TYPE], media_type);
            assert_eq!(answer.headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
            let etag = answer.headers[header::ETAG].to_str().unwrap();
            assert!(etag.starts_with('"'), "{etag} is strong");
            let known = visitor.get_with(url, header::IF_NONE_MATCH, etag).await;
            assert_eq!((known.status.as_u16(), known.body.len()), (304, 0));
        }
    }
    let largest = visitor.get(sizes[2]["webp_url"].as_str().unwrap()).await.body;
    let beyond = sizes[0]["webp_url"].as_str().unwrap().replace("96.webp", "1024.webp");
    assert_eq!(visitor.get(&beyond).await.body, largest, "there is nothing larger than the picture");
    for wrong in ["97.webp", "96.png", "96", "..%2f96.webp"] {
        visitor.get(&beyond.replace("1024.webp", wrong)).await.expect(404);
    }
    visitor.get("/api/v1/pictures/not-an-id/96.webp").await.expect(404);
}

#[db_test]
async fn a_picture_takes_the_place_of_another_when_it_is_ready(app: &TestApp) {
    let ada = app.admin().await;
    ada.put(AVATAR, square("red", 200)).await.expect(202);
    app.run_jobs().await;
    let first = own_avatar(&ada).await;
    let slot = ada.put(AVATAR, square("blue", 200)).await.expect(202);
    assert_eq!(slot["shown"], first);
    ada.put(AVATAR, square("lime", 200)).await.expect(202);
    assert_eq!(own_avatar(&ada).await, first, "the old one is shown until the new one is ready");
    let first_url = first["sizes"][0]["webp_url"].as_str().unwrap();
    assert_eq!(app.visitor().get(first_url).await.status, 200);
    assert_eq!(kept(app).await, (2, 1), "what was never shown has gone");
    app.run_jobs().await;
    assert_ne!(own_avatar(&ada).await["id"], first["id"]);
    app.visitor().get(first_url).await.expect(404);
    assert_eq!(kept(app).await, (1, 1));
    ada.delete(AVATAR).await.expect(204);
    assert_eq!(own_avatar(&ada).await, Value::Null);
    assert_eq!(kept(app).await, (0, 0));
    ada.delete(AVATAR).await.expect(204);
}

#[db_test]
async fn a_picture_that_is_removed_before_it_is_ready_is_never_shown(app: &TestApp) {
    let ada = app.admin().await;
    ada.put(AVATAR, square("red", 200)).await.expect(202);
    ada.delete(AVATAR).await.expect(204);
    app.run_jobs().await;
    assert_eq!(ada.get(AVATAR).await.expect(200), json!({"shown": null, "next": null}));
    assert_eq!(kept(app).await, (0, 0));
}

#[db_test]
async fn artwork_is_shown_with_its_track_and_its_artist(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    let track = published_track(app, &ada).await;
    ada.put(&format!("{track}/artwork"), square("red", 200)).await.expect(202);
    ada.put(AVATAR, square("blue", 200)).await.expect(202);
    app.run_jobs().await;
    let listed = app.visitor().get("/api/v1/tracks").await.expect(200)["items"][0].clone();
    assert_eq!(listed["artwork"]["sizes"].as_array().unwrap().len(), 2);
    assert_eq!(listed["artist"]["avatar"], own_avatar(&ada).await);
    ada.delete(&track).await.expect(204);
    assert_eq!(kept(app).await, (1, 1), "the artwork goes with its track, the avatar stays");
}

#[db_test]
async fn only_those_who_manage_a_thing_change_its_picture(app: &TestApp) {
    let admin = app.admin().await;
    let (ada, ben) = (app.creator("ada").await, app.creator("ben").await);
    let track = format!("{}/artwork", published_track(app, &ada).await);
    let hidden = ada.upload("hidden.wav", tone_wave(1000)).await.expect(201);
    let hidden = format!("/api/v1/tracks/{}/artwork", hidden["id"].as_str().unwrap());
    for (person, path, code) in [
        (app.visitor(), track.as_str(), "unauthenticated"),
        (app.visitor(), AVATAR, "unauthenticated"),
        (ben.clone(), track.as_str(), "forbidden"),
        (ben, hidden.as_str(), "not_found"),
        (ada.clone(), "/api/v1/tracks/01990000-0000-7000-8000-000000000000/artwork", "not_found"),
        (ada.clone(), "/api/v1/releases/01990000-0000-7000-8000-000000000000/artwork", "not_found"),
    ] {
        assert_eq!(person.put(path, square("red", 10)).await.code(), code, "PUT {path}");
        assert_eq!(person.delete(path).await.code(), code, "DELETE {path}");
        assert_eq!(person.get(path).await.code(), code, "GET {path}");
    }
    assert_eq!(kept(app).await, (0, 0));
    admin.put(&track, square("red", 10)).await.expect(202);
}

#[db_test]
async fn what_cannot_be_a_picture_is_refused_and_leaves_nothing(app: &TestApp) {
    let ada = app.admin().await;
    let whole = square("red", 100);
    let mut bomb = whole.clone();
    bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    for (status, code, body) in [
        (415, "picture_unsupported", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec()),
        (415, "picture_unsupported", tone_wave(100)),
        (422, "upload_empty", Vec::new()),
        (422, "picture_damaged", whole[..whole.len() / 2].to_vec()),
        (422, "picture_damaged", b"GIF89a/*<script>*/".to_vec()),
        (422, "picture_too_many_pixels", bomb),
        (413, "picture_too_large", vec![0; (20 << 20) + 1]),
    ] {
        let answer = ada.put(AVATAR, body).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code));
    }
    let beyond = ada.put(&format!("{AVATAR}?framing_percent=101"), whole).await;
    assert_eq!(beyond.code(), "invalid_query");
    for shelf in Shelf::ALL {
        assert!(app.blobs(shelf).await.is_empty(), "{shelf:?}");
    }
}

#[db_test]
async fn a_picture_that_cannot_be_decoded_tells_why_and_leaves_the_old_one(app: &TestApp) {
    let ada = app.admin().await;
    ada.put(AVATAR, square("red", 200)).await.expect(202);
    app.run_jobs().await;
    let shown = own_avatar(&ada).await;
    let mut broken = square("blue", 200);
    let data = broken.windows(4).position(|kind| kind == b"IDAT").unwrap() + 4;
    broken[data..data + 8].fill(0xff);
    ada.put(AVATAR, broken).await.expect(202);
    app.run_jobs().await;
    let slot = ada.get(AVATAR).await.expect(200);
    assert_eq!(slot["shown"], shown);
    assert_eq!(slot["next"]["state"], "failed");
    assert_eq!(slot["next"]["failure"]["code"], "picture.damaged");
    assert_eq!(kept(app).await, (2, 1));
    ada.put(AVATAR, square("lime", 200)).await.expect(202);
    app.run_jobs().await;
    assert_eq!(ada.get(AVATAR).await.expect(200)["next"], Value::Null);
    assert_eq!(kept(app).await, (1, 1));
}

#[db_test]
async fn the_framing_chooses_what_is_shown(app: &TestApp) {
    let ada = app.admin().await;
    let wide = convert_picture("-size 100x100 xc:red xc:blue +append", "png");
    let mut seen = Vec::new();
    for percent in [0, 100] {
        ada.put(&format!("{AVATAR}?framing_percent={percent}"), wide.clone()).await.expect(202);
        app.run_jobs().await;
        seen.push(own_avatar(&ada).await["blurhash"].clone());
    }
    ada.put(AVATAR, square("red", 100)).await.expect(202);
    app.run_jobs().await;
    assert_eq!(seen[0], own_avatar(&ada).await["blurhash"]);
    assert_ne!(seen[0], seen[1]);
}
