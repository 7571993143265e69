//! Exports: what is in them, who gets them, how long they last.

use chrono::TimeDelta;
use http::header;
use serde_json::json;
use sillon_domain::blobs::Shelf;
use sillon_testing::{TestApp, db_test, tone_wave};

use crate::things::{EXPORTS, PASSWORD, ask_for_export, export, exports, run_schedule, send_track, square};

#[db_test]
async fn an_export_holds_everything_of_its_owner_and_nothing_of_others(app: &TestApp) {
    app.admin().await;
    let (ada, ben) = (app.creator("ada").await, app.creator("ben").await);
    send_track(&ben, "Secret of another", 200).await;
    let song = send_track(&ada, "Morning", 1000).await;
    ada.put(&format!("/api/v1/tracks/{song}/artwork"), square("red")).await.expect(202);
    ada.put("/api/v1/accounts/me/avatar", square("blue")).await.expect(202);
    let token = json!({"name": "Backup", "scopes": ["read"], "days": 30, "current_password": PASSWORD});
    let token = ada.post("/api/v1/accounts/me/api-tokens", &token).await.expect(201);
    let password = json!({"name": "Radio", "current_password": PASSWORD});
    let password = ada.post("/api/v1/accounts/me/app-passwords", &password).await.expect(201);
    app.run_jobs().await;
    ada.patch("/api/v1/accounts/me", &json!({"bio": "Organs", "links": ["https://ada.example"]})).await.expect(200);

    let archive = export(app, &ada).await;
    assert_eq!(
        archive.names(),
        [
            "README.txt",
            "account.json",
            "artwork/Morning.png",
            "audit.json",
            "avatar/avatar.png",
            "mails.json",
            "originals/Morning.wav",
            "releases.json",
            "sessions.json",
            "statistics.json",
            "tokens.json",
            "tracks.json",
        ]
    );
    assert_eq!(archive.0["originals/Morning.wav"], tone_wave(1000), "the recording as it was sent");
    assert_eq!(archive.0["artwork/Morning.png"], square("red"));
    assert_eq!(archive.0["avatar/avatar.png"], square("blue"));
    let account = archive.json("account.json");
    assert_eq!(account["email"], "ada@example.org");
    assert_eq!((&account["bio"], &account["links"]), (&json!("Organs"), &json!(["https://ada.example"])));
    assert_eq!((&account["roles"], &account["two_factor"]), (&json!(["Creator"]), &json!(false)));
    let tracks = archive.json("tracks.json");
    assert_eq!(tracks.as_array().unwrap().len(), 1);
    assert_eq!((&tracks[0]["id"], &tracks[0]["state"]), (&json!(song), &json!("published")));
    assert_eq!((&tracks[0]["file"], &tracks[0]["sent_as"]), (&json!("originals/Morning.wav"), &json!("song.WAV")));
    assert_eq!(archive.json("sessions.json").as_array().unwrap().len(), 1);
    let tokens = archive.json("tokens.json");
    let made = &tokens["api_tokens"][0];
    assert_eq!((&made["name"], &made["scopes"]), (&json!("Backup"), &json!(["read"])));
    assert_eq!(tokens["app_passwords"][0]["name"], "Radio");
    let actions = archive.json("audit.json");
    let actions: Vec<_> = actions.as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert!(actions.contains(&"account.created") && actions.contains(&"export.requested"), "{actions:?}");

    let text = archive.text();
    let secrets = ["argon2", token["secret"].as_str().unwrap(), password["secret"].as_str().unwrap(), PASSWORD];
    let others = ["ben", "Secret of another", "admin@example.org", &ben.own_id().await];
    for absent in secrets.iter().chain(&others) {
        assert!(!text.contains(absent), "{absent} is in the export");
    }
    assert!(text.contains("What ada has here"), "it explains itself");
}

#[db_test]
async fn the_export_of_a_french_admin_explains_itself_in_french_and_names_nobody(app: &TestApp) {
    let admin = app.admin().await;
    admin.patch("/api/v1/accounts/me", &json!({"language": "fr"})).await.expect(200);
    let ben = app.creator("ben").await;
    let (track, ben_id) = (send_track(&ben, "Secret of another", 200).await, ben.own_id().await);
    app.run_jobs().await;
    admin.patch(&format!("/api/v1/tracks/{track}"), &json!({"title": "Decent title"})).await.expect(200);
    admin.put_nothing(&format!("/api/v1/admin/people/{ben_id}/suspension")).await.expect(200);
    let archive = export(app, &admin).await;
    assert!(archive.text().contains("Ce que Admin a ici"));
    let audit = archive.json("audit.json");
    let actions: Vec<_> = audit.as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert!(actions.contains(&"track.renamed") && actions.contains(&"account.suspended"), "{actions:?}");
    let text = archive.text();
    for absent in ["ben", "Secret of another", "Decent title", track.as_str(), ben_id.as_str()] {
        assert!(!text.contains(absent), "{absent} is in the export");
    }
}

#[db_test]
async fn hostile_titles_stay_inside_the_archive(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    for title in ["../../etc/passwd", "..", "CON", "Song", "song", "a/b\\c:d", "nul\u{202e}vaw"] {
        send_track(&ada, title, 100).await;
    }
    let archive = export(app, &ada).await;
    let originals: Vec<_> = archive.names().into_iter().filter(|name| name.starts_with("originals/")).collect();
    assert_eq!(
        originals,
        [
            "originals/Song.wav",
            "originals/_.._etc_passwd.wav",
            "originals/_CON.wav",
            "originals/a_b_c_d.wav",
            "originals/nul_vaw.wav",
            "originals/song (2).wav",
            "originals/untitled.wav",
        ]
    );
}

#[db_test]
async fn an_export_is_for_its_owner_alone(app: &TestApp) {
    let admin = app.admin().await;
    let ada = app.creator("ada").await;
    assert_eq!(ada.post(EXPORTS, &json!({"current_password": "wrong"})).await.code(), "wrong_password");
    assert_eq!(exports(&ada).await, Vec::<serde_json::Value>::new());
    let asked = ask_for_export(&ada).await;
    assert_eq!((&asked["state"], &asked["download_url"]), (&json!("waiting"), &json!(null)));
    let path = format!("{EXPORTS}/{}", asked["id"].as_str().unwrap());
    ada.get(&path).await.expect(404);
    app.run_jobs().await;
    let ready = &exports(&ada).await[0];
    assert_eq!((&ready["state"], &ready["progress"]), (&json!("ready"), &json!(100)));
    assert_eq!(ready["expires_at"], "2026-06-28T18:00:00Z");
    let answer = ada.get_with(&path, header::ACCEPT_ENCODING, "gzip").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/zip");
    assert_eq!(answer.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"sillon-export-2026-06-21.zip\"");
    assert_eq!(answer.headers[header::CONTENT_LENGTH], answer.body.len().to_string());
    assert_eq!(answer.headers[header::CACHE_CONTROL], "private, no-store");
    assert_eq!(ready["size_bytes"], answer.body.len());
    admin.get(&path).await.expect(404);
    app.visitor().get(&path).await.expect(401);
    let token = json!({"name": "all", "scopes": ["read", "manage"], "days": 1, "current_password": PASSWORD});
    let token = ada.post("/api/v1/accounts/me/api-tokens", &token).await.expect(201);
    let program = app.visitor().with_bearer(token["secret"].as_str().unwrap());
    assert_eq!(program.get(&path).await.code(), "scope_missing");
    assert_eq!(program.get(EXPORTS).await.code(), "scope_missing");
    assert_eq!(program.post(EXPORTS, &json!({"current_password": PASSWORD})).await.code(), "scope_missing");
    let entries = admin.get("/api/v1/admin/audit?action=export.fetched").await.expect(200);
    assert_eq!(entries["items"].as_array().unwrap().len(), 1, "that it was fetched is recorded");
    assert!(app.mails().iter().any(|mail| mail.contains("archive of everything")), "its owner is told");
}

#[db_test]
async fn of_fifty_requests_at_once_one_export_is_made(app: &TestApp) {
    let admin = app.admin().await;
    let ada = app.creator("ada").await;
    let asked = (0..50).map(|_| {
        let ada = ada.clone();
        tokio::spawn(async move { ask_for_export(&ada).await["id"].clone() })
    });
    let mut ids = Vec::new();
    for asked in asked.collect::<Vec<_>>() {
        ids.push(asked.await.unwrap());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(app.run_jobs().await, 1);
    let entries = admin.get("/api/v1/admin/audit?action=export.requested").await.expect(200);
    assert_eq!(entries["items"].as_array().unwrap().len(), 1);
    assert_eq!(app.blobs(Shelf::Exports).await.len(), 1);
}

#[db_test]
async fn a_new_export_takes_the_place_of_the_one_before_when_it_is_ready(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    let first = ask_for_export(&ada).await["id"].clone();
    app.run_jobs().await;
    let second = ask_for_export(&ada).await["id"].clone();
    let path = |id: &serde_json::Value| format!("{EXPORTS}/{}", id.as_str().unwrap());
    assert_eq!(ada.get(&path(&first)).await.status, 200, "until then the one before can be fetched");
    app.run_jobs().await;
    ada.get(&path(&first)).await.expect(404);
    assert_eq!(ada.get(&path(&second)).await.status, 200);
    assert_eq!(app.blobs(Shelf::Exports).await.len(), 1, "its file is gone");
}

#[db_test]
async fn an_export_is_removed_after_a_week(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    let path = format!("{EXPORTS}/{}", ask_for_export(&ada).await["id"].as_str().unwrap());
    app.run_jobs().await;
    app.ctx.clock.advance(TimeDelta::days(7) - TimeDelta::seconds(1));
    run_schedule(app).await;
    assert_eq!(ada.get(&path).await.status, 200);
    app.ctx.clock.advance(TimeDelta::seconds(1));
    ada.get(&path).await.expect(404);
    assert_eq!(exports(&ada).await.len(), 0);
    app.ctx.clock.advance(TimeDelta::hours(1));
    run_schedule(app).await;
    assert_eq!(app.blobs(Shelf::Exports).await, Vec::<String>::new());
}

#[db_test]
async fn an_export_that_cannot_be_written_fails_and_can_be_asked_for_again(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    let folder = app.ctx.blobs.root().join("exports");
    std::fs::remove_dir(&folder).unwrap();
    let first = ask_for_export(&ada).await;
    for _ in 0..6 {
        app.run_jobs().await;
        app.ctx.clock.advance(TimeDelta::hours(1));
    }
    assert_eq!(exports(&ada).await[0]["state"], "failed");
    std::fs::create_dir(&folder).unwrap();
    let second = ask_for_export(&ada).await;
    assert_eq!((&second["id"], &second["state"]), (&first["id"], &json!("waiting")));
    app.run_jobs().await;
    assert_eq!(exports(&ada).await[0]["state"], "ready");
}

#[db_test]
async fn an_export_that_the_operator_cancels_can_be_asked_for_again(app: &TestApp) {
    let admin = app.admin().await;
    let ada = app.creator("ada").await;
    ask_for_export(&ada).await;
    let jobs = admin.get("/api/v1/admin/jobs?kind=make_export").await.expect(200);
    let job = jobs["items"][0]["id"].as_str().unwrap().to_owned();
    admin.post(&format!("/api/v1/admin/jobs/{job}/cancel"), &json!({})).await.expect(200);
    assert_eq!(exports(&ada).await[0]["state"], "failed");
    ask_for_export(&ada).await;
    app.run_jobs().await;
    assert_eq!(exports(&ada).await[0]["state"], "ready");
}

#[db_test]
async fn a_listener_has_an_export_too(app: &TestApp) {
    let admin = app.admin().await;
    let listener = app.person_with_role(&admin, "eve", "Listener").await;
    assert_eq!(export(app, &listener).await.json("account.json")["roles"], json!(["Listener"]));
}
