//! Which mails people get, in which language, and how they end them.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::sync::Arc;

use axum::body::Body;
use http::{Method, Request, header};
use mail_parser::MessageParser;
use serde_json::json;
use sillon_domain::{
    Context, Settings,
    database::entities::job,
    find_instance_secret,
    ids::AccountId,
    instance_secret,
    jobs::{JobFilter, list_jobs},
    mails::{Category, unsubscribe_token},
};
use sillon_mail::{Folder, Transport};
use sillon_testing::{Answer, Person, TestApp, db_test, tone_wave};

const SITE: &str = "https://music.example.org";

/// The same application, reached at an address that it knows or does not.
fn reached_at(app: &TestApp, public_url: Option<&str>) -> Context {
    let settings = Settings { public_url: public_url.map(str::to_owned), ..(*app.ctx.settings).clone() };
    Context { settings: Arc::new(settings), ..app.ctx.clone() }
}

async fn mail_jobs(app: &TestApp) -> Vec<job::Model> {
    let filter = JobFilter { kind: Some("send_mail".to_owned()), ..JobFilter::default() };
    list_jobs(&app.ctx.db.read().await.unwrap(), &filter, None, 100).await.unwrap().rows
}

fn subject(mail: &str) -> String {
    MessageParser::default().parse(mail).unwrap().subject().unwrap().to_owned()
}

fn text(mail: &str) -> String {
    MessageParser::default().parse(mail).unwrap().body_text(0).unwrap().into_owned()
}

/// The one mail with this subject.
fn mail_with(app: &TestApp, wanted: &str) -> String {
    let mut found = app.mails();
    found.retain(|mail| subject(mail) == wanted);
    assert_eq!(found.len(), 1, "{wanted}: {:?}", app.mails());
    found.remove(0)
}

/// How many mails tell of music.
fn news_of(app: &TestApp) -> usize {
    app.mails().iter().filter(|mail| subject(mail).ends_with("can be heard")).count()
}

fn unsubscribe_path(mail: &str) -> String {
    let line = mail.lines().find_map(|line| line.strip_prefix("List-Unsubscribe: <")).expect("the mail can be ended");
    line.trim_end().strip_suffix('>').unwrap().strip_prefix(SITE).unwrap().to_owned()
}

async fn one_click(app: &TestApp, path: &str) -> Answer {
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    app.visitor().send(request.body(Body::from("List-Unsubscribe=One-Click")).unwrap()).await
}

#[db_test]
async fn the_first_admin_is_welcomed_without_links_where_the_instance_does_not_know_its_address(app: &TestApp) {
    let body = json!({
        "token": app.setup_token(), "email": "admin@example.org", "display_name": "Admin", "password": "correct horse",
    });
    app.visitor_with(|settings| settings.public_url = None).post("/api/v1/setup", &body).await.expect(201);
    let folder = Transport::Folder(Folder::new(app.mail_folder()));
    app.worker_with(reached_at(app, None), folder).drain().await.unwrap();
    let mails = app.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(subject(&mails[0]), "Welcome to Sillon");
    assert!(text(&mails[0]).contains("first administrator"), "{}", text(&mails[0]));
    assert!(!mails[0].contains("http"), "{}", mails[0]);
    assert!(!mails[0].contains("List-Unsubscribe"), "{}", mails[0]);
}

#[db_test]
async fn people_are_written_to_in_the_language_that_they_chose_or_else_in_that_of_their_browser(app: &TestApp) {
    app.admin().await;
    for (name, accepts, chosen, expected) in [
        ("ada", "fr-CH, fr;q=0.9, en;q=0.8", None, "fr"),
        ("ben", "fr", Some("en"), "en"),
        ("eve", "de, ja;q=0.5", None, "en"),
    ] {
        let mut body =
            json!({"email": format!("{name}@example.org"), "display_name": name, "password": "correct horse"});
        if let Some(chosen) = chosen {
            body["language"] = json!(chosen);
        }
        let mut request = Person::json_request(Method::POST, "/api/v1/accounts", &body);
        request.headers_mut().insert(header::ACCEPT_LANGUAGE, accepts.parse().unwrap());
        assert_eq!(app.visitor().send(request).await.expect(201)["language"], expected, "{name}");
    }
    app.run_jobs().await;
    let subjects: Vec<_> = app.mails().iter().map(|mail| subject(mail)).collect();
    assert_eq!(subjects.iter().filter(|subject| *subject == "Bienvenue sur Sillon").count(), 1, "{subjects:?}");
    assert_eq!(subjects.iter().filter(|subject| *subject == "Welcome to Sillon").count(), 3, "{subjects:?}");
}

#[db_test]
async fn a_language_that_nobody_writes_in_is_refused(app: &TestApp) {
    app.admin().await;
    let body =
        json!({"email": "ada@example.org", "display_name": "Ada", "password": "correct horse", "language": "tlh"});
    assert_eq!(app.visitor().post("/api/v1/accounts", &body).await.code(), "validation_failed");
}

#[db_test]
async fn a_sign_up_that_is_refused_sends_nothing(app: &TestApp) {
    app.admin().await;
    let body = json!({"email": "admin@example.org", "display_name": "Other", "password": "correct horse"});
    app.visitor().post("/api/v1/accounts", &body).await.expect(409);
    let mails = mail_jobs(app).await;
    assert!(mails.iter().all(|job| job.args["to"]["name"] == "Admin"), "only the admin is written to: {mails:?}");
}

#[db_test]
async fn a_creator_is_told_that_a_track_is_published_once(app: &TestApp) {
    let admin = app.admin().await;
    let track = admin.upload("03_blue-moon.wav", tone_wave(1000)).await.expect(201);
    app.run_jobs().await;
    app.run_jobs().await;
    let mail = mail_with(app, "“03 blue-moon” can be heard");
    assert!(text(&mail).contains(track["id"].as_str().unwrap()), "{mail}");
}

#[db_test]
async fn a_creator_is_told_why_a_track_failed(app: &TestApp) {
    let admin = app.admin().await;
    let mut damaged = tone_wave(100_000);
    damaged.truncate(200_000);
    admin.upload("song.wav", damaged).await.expect(201);
    app.run_jobs().await;
    let mail = mail_with(app, "“song” could not be published");
    assert!(text(&mail).contains("The file is damaged or cut off."), "{}", text(&mail));
}

#[db_test]
async fn news_of_music_end_by_one_click_and_by_nothing_less(app: &TestApp) {
    let admin = app.admin().await;
    admin.upload("first.wav", tone_wave(1000)).await.expect(201);
    let run = async || {
        let folder = Transport::Folder(Folder::new(app.mail_folder()));
        app.worker_with(reached_at(app, Some(SITE)), folder).drain().await.unwrap();
    };
    run().await;
    let welcome = mail_with(app, "Welcome to Sillon");
    assert!(!welcome.contains("List-Unsubscribe"), "the welcome cannot be turned off");
    let news = mail_with(app, "“first” can be heard");
    assert!(news.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{news}");
    assert!(text(&news).contains(&format!("{SITE}/tracks/")), "{}", text(&news));
    let path = unsubscribe_path(&news);
    assert!(text(&news).contains(&path), "the person sees the same address");
    let subscription = path.replace("unsubscribe", "subscription");

    let page = app.visitor().get(&path).await;
    assert_eq!(page.status, 303);
    let location = page.headers[header::LOCATION].to_str().unwrap();
    assert_eq!(location, path.replace("/api/v1/mail/unsubscribe?", "/unsubscribe#"));
    let shown = app.visitor().get(&subscription).await.expect(200);
    assert_eq!(shown, json!({"category": "music", "address_hint": "a…@example.org", "active": true}));

    for _ in 0..2 {
        assert_eq!(one_click(app, &path).await.expect(200)["active"], false);
    }
    assert_eq!(app.visitor().get(&subscription).await.expect(200)["active"], false);
    admin.upload("second.wav", tone_wave(1000)).await.expect(201);
    run().await;
    assert_eq!(news_of(app), 1, "no more news");
    assert!(mail_jobs(app).await.iter().all(|job| job.state == job::State::Completed));

    app.visitor().post(&path.replace("unsubscribe", "resubscribe"), &json!({})).await.expect(200);
    admin.upload("third.wav", tone_wave(1000)).await.expect(201);
    run().await;
    assert_eq!(news_of(app), 2);
}

#[db_test]
async fn a_link_that_is_not_ours_opens_nothing(app: &TestApp) {
    let admin = app.admin().await;
    let id = admin.get("/api/v1/accounts/me").await.expect(200)["id"].as_str().unwrap().parse().unwrap();
    let account = AccountId(id);
    let mut tx = app.ctx.db.write().await.unwrap();
    let secret = instance_secret(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let good = unsubscribe_token(&secret, account, Category::Music);
    let flipped = format!("{}{}", if good.starts_with('A') { 'B' } else { 'A' }, &good[1..]);
    let stranger = unsubscribe_token(&secret, AccountId::new(app.ctx.clock.now()), Category::Music);
    let account_mails = unsubscribe_token(&secret, account, Category::Transactional);
    for token in [&*flipped, &good[..good.len() - 4], &stranger, &account_mails, "", "x"] {
        let path = format!("/api/v1/mail/unsubscribe?token={token}");
        assert_eq!(one_click(app, &path).await.code(), "not_found", "{token}");
    }
    one_click(app, &format!("/api/v1/mail/unsubscribe?token={good}")).await.expect(200);
}

#[db_test]
async fn processes_that_start_at_once_make_one_secret(app: &TestApp) {
    assert!(find_instance_secret(&app.ctx.db.read().await.unwrap()).await.unwrap().is_none());
    let makers = (0..8).map(|_| {
        let db = app.ctx.db.clone();
        tokio::spawn(async move {
            let mut tx = db.write().await.unwrap();
            let secret = instance_secret(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
            secret.key_for("a test")
        })
    });
    let mut keys = Vec::new();
    for maker in makers.collect::<Vec<_>>() {
        keys.push(maker.await.unwrap());
    }
    keys.dedup();
    assert_eq!(keys.len(), 1);
    let kept = find_instance_secret(&app.ctx.db.read().await.unwrap()).await.unwrap().unwrap();
    assert_eq!(kept.key_for("a test"), keys[0]);
    assert_ne!(kept.key_for("another"), keys[0]);
}
