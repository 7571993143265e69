//! The audit log: what is recorded, that it is one unbroken chain, and that tampering shows.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use http::Method;
use serde_json::json;
use sillon_domain::{
    audit::{ChainFault, ChainReport, Checkpoint, verify_chain},
    database::{
        Engine, Reads,
        entities::audit_entry::{self, ActorKind, Outcome},
        sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder},
    },
};
use sillon_testing::{Person, TestApp, db_test};

async fn entries(app: &TestApp) -> Vec<audit_entry::Model> {
    let tx = app.ctx.db.read().await.unwrap();
    audit_entry::Entity::find().order_by_asc(audit_entry::Column::Sequence).all(tx.conn()).await.unwrap()
}

async fn verify(app: &TestApp) -> ChainReport {
    verify_chain(&app.ctx.db.read().await.unwrap(), None).await.unwrap()
}

#[db_test]
async fn the_life_of_an_account_is_recorded(app: &TestApp) {
    let admin = app.admin().await;
    let ada = app.creator("ada").await;
    for password in ["wrong horse", "correct horse"] {
        app.visitor().post("/api/v1/sessions", &json!({"email": "ada@example.org", "password": password})).await;
    }
    ada.delete("/api/v1/sessions/current").await.expect(204);
    admin.delete("/api/v1/sessions/current").await.expect(204);
    let found = entries(app).await;
    let told: Vec<_> = found.iter().map(|entry| (entry.action.as_str(), entry.outcome)).collect();
    assert_eq!(
        told,
        [
            ("instance.set_up", Outcome::Done),
            ("account.created", Outcome::Done),
            ("session.started", Outcome::Refused),
            ("session.started", Outcome::Done),
            ("session.ended", Outcome::Done),
            ("session.ended", Outcome::Done),
        ]
    );
    assert_eq!(found[2].reason.as_deref(), Some("wrong_credentials"));
    assert_eq!(found[2].object_id, found[1].object_id);
    assert_eq!(found[4].actor_kind, ActorKind::Account);
    assert!(found.iter().all(|entry| entry.request_id.is_some()));
    let report = verify(app).await;
    assert_eq!((report.entries, report.fault), (6, None));
}

#[db_test]
async fn fifty_refused_sign_ins_at_once_make_one_unbroken_chain(app: &TestApp) {
    app.admin().await;
    let attempts = (0..50).map(|number| {
        let person = app.visitor();
        let credentials = json!({"email": format!("nobody-{number}@example.org"), "password": "wrong horse"});
        tokio::spawn(async move { person.post("/api/v1/sessions", &credentials).await.status.as_u16() })
    });
    for attempt in attempts.collect::<Vec<_>>() {
        assert_eq!(attempt.await.unwrap(), 401);
    }
    let report = verify(app).await;
    assert_eq!((report.entries, report.head.sequence, report.fault), (51, 51, None));
}

#[db_test]
async fn a_part_of_the_network_is_recorded_and_never_an_address(app: &TestApp) {
    app.admin().await;
    let credentials = json!({"email": "admin@example.org", "password": "correct horse"});
    for address in ["203.0.113.77:4711", "[2001:db8:1234:5678::9]:4711"] {
        let mut request = Person::json_request(Method::POST, "/api/v1/sessions", &credentials);
        request.extensions_mut().insert(ConnectInfo(address.parse::<SocketAddr>().unwrap()));
        app.visitor().send(request).await.expect(201);
    }
    let prefixes: Vec<_> = entries(app).await.into_iter().map(|entry| entry.address_prefix).collect();
    assert_eq!(prefixes, [None, Some("203.0.113.0/24".to_owned()), Some("2001:db8:1234::/48".to_owned())]);
}

/// Statements of somebody who has the database for themselves: the triggers are no hindrance to them.
async fn tamper(app: &TestApp, statements: &[&str]) -> Result<(), DbErr> {
    let tx = app.ctx.db.write().await.unwrap();
    let unlock: &[&str] = match app.ctx.db.engine() {
        Engine::Sqlite => &[
            "DROP TRIGGER audit_entries_are_not_changed",
            "DROP TRIGGER audit_entries_are_not_removed",
            "DROP TRIGGER audit_head_moves_forward",
        ],
        Engine::Postgres => {
            &["ALTER TABLE audit_entries DISABLE TRIGGER USER", "ALTER TABLE audit_head DISABLE TRIGGER USER"]
        }
    };
    for statement in unlock.iter().chain(statements) {
        tx.conn().execute_unprepared(statement).await?;
    }
    tx.commit().await.unwrap();
    Ok(())
}

async fn five_entries(app: &TestApp) {
    app.admin().await;
    for _ in 0..4 {
        app.visitor().post("/api/v1/sessions", &json!({"email": "x@example.org", "password": "wrong horse"})).await;
    }
    assert_eq!(verify(app).await.head.sequence, 5);
}

#[db_test]
async fn the_database_refuses_to_change_or_remove_entries(app: &TestApp) {
    five_entries(app).await;
    let mut statements = vec![
        "UPDATE audit_entries SET action = 'nothing' WHERE sequence = 2",
        "DELETE FROM audit_entries WHERE sequence = 5",
        "UPDATE audit_head SET sequence = 4",
        "DELETE FROM audit_head",
    ];
    match app.ctx.db.engine() {
        Engine::Sqlite => statements.push("INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries"),
        Engine::Postgres => statements.extend(["TRUNCATE audit_entries", "TRUNCATE audit_head"]),
    }
    for statement in statements {
        let tx = app.ctx.db.write().await.unwrap();
        let refusal = tx.conn().execute_unprepared(statement).await.expect_err(statement);
        assert!(refusal.to_string().contains("append-only"), "{statement}: {refusal}");
    }
    assert_eq!(verify(app).await.fault, None);
}

#[db_test]
async fn a_changed_entry_is_named(app: &TestApp) {
    five_entries(app).await;
    tamper(app, &["UPDATE audit_entries SET outcome = 'done', reason = NULL WHERE sequence = 3"]).await.unwrap();
    assert_eq!(verify(app).await.fault, Some(ChainFault::Changed(3)));
}

#[db_test]
async fn a_removed_entry_is_named_even_at_the_end(app: &TestApp) {
    five_entries(app).await;
    tamper(app, &["DELETE FROM audit_entries WHERE sequence = 5"]).await.unwrap();
    assert_eq!(verify(app).await.fault, Some(ChainFault::Missing(5)));
}

#[db_test]
async fn a_removed_entry_in_the_middle_is_named(app: &TestApp) {
    five_entries(app).await;
    tamper(app, &["DELETE FROM audit_entries WHERE sequence = 2"]).await.unwrap();
    assert_eq!(verify(app).await.fault, Some(ChainFault::Missing(2)));
}

/// Removes the end and moves the head back: the chain is whole, and only what was noted elsewhere tells.
#[db_test]
async fn a_chain_that_was_cut_together_with_its_head_fails_the_checkpoint(app: &TestApp) {
    five_entries(app).await;
    let noted = verify(app).await.head;
    let cut = [
        "UPDATE audit_head SET sequence = 4, hash = (SELECT hash FROM audit_entries WHERE sequence = 4)",
        "DELETE FROM audit_entries WHERE sequence = 5",
    ];
    tamper(app, &cut).await.unwrap();
    assert_eq!(verify(app).await.fault, None);
    let noted = Checkpoint::parse(&noted.to_string()).unwrap();
    let report = verify_chain(&app.ctx.db.read().await.unwrap(), Some(noted)).await.unwrap();
    assert_eq!(report.fault, Some(ChainFault::CheckpointDiffers(5)));
}

#[db_test]
async fn the_log_is_filtered_and_paged(app: &TestApp) {
    let admin = app.admin().await;
    let ada = app.creator("ada").await;
    app.ctx.clock.advance(chrono::TimeDelta::hours(1));
    let since = app.ctx.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    admin.put_nothing(&format!("/api/v1/admin/people/{}/suspension", ada.own_id().await)).await.expect(200);
    let actions = async |query: &str| -> Vec<String> {
        let page = admin.get(&format!("/api/v1/admin/audit?{query}")).await.expect(200);
        let items = page["items"].as_array().unwrap().clone();
        items.iter().map(|entry| entry["action"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(actions("").await, ["account.suspended", "account.created", "instance.set_up"]);
    assert_eq!(actions(&format!("from={since}")).await, ["account.suspended"]);
    assert_eq!(actions(&format!("until={since}")).await, ["account.created", "instance.set_up"]);
    assert_eq!(actions(&format!("actor={}", admin.own_id().await)).await, ["account.suspended"]);
    assert_eq!(actions("action=account.created").await, ["account.created"]);
    let first = admin.get("/api/v1/admin/audit?limit=2").await.expect(200);
    let behind = first["next_cursor"].as_str().unwrap();
    assert_eq!(actions(&format!("limit=2&cursor={behind}")).await, ["instance.set_up"]);
    let entry = &first["items"][0];
    assert_eq!((&entry["actor_name"], &entry["before"]), (&json!("Admin"), &json!({"suspended": false})));
    assert_eq!(admin.get("/api/v1/admin/audit?limit=0").await.code(), "invalid_query");
    assert_eq!(admin.get("/api/v1/admin/audit?actors=x").await.code(), "invalid_query");
}

#[db_test]
async fn an_export_holds_every_entry_and_records_itself(app: &TestApp) {
    let admin = app.admin().await;
    for number in 0..3 {
        app.creator(&format!("creator-{number}")).await;
    }
    let lines = admin.get("/api/v1/admin/audit/export").await;
    assert_eq!(lines.headers["content-type"], "application/x-ndjson");
    let told: Vec<serde_json::Value> = lines.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(told.iter().map(|entry| entry["sequence"].as_i64().unwrap()).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(told[4]["action"], "audit.exported");
    let csv = admin.get("/api/v1/admin/audit/export?format=csv&action=account.created").await.text();
    assert_eq!(csv.lines().count(), 4, "{csv}");
    assert!(csv.starts_with("sequence,recorded_at,"));
}

#[db_test]
async fn renaming_and_deleting_the_music_of_others_is_recorded(app: &TestApp) {
    let admin = app.admin().await;
    let ada = app.creator("ada").await;
    let track = ada.upload("song.wav", sillon_testing::tone_wave(1000)).await.expect(201);
    let path = format!("/api/v1/tracks/{}", track["id"].as_str().unwrap());
    ada.patch(&path, &json!({"title": "Mine"})).await.expect(200);
    admin.patch(&path, &json!({"title": "Ours"})).await.expect(200);
    admin.delete(&path).await.expect(204);
    let found = entries(app).await;
    let told: Vec<_> = found.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(told, ["instance.set_up", "account.created", "track.renamed", "track.deleted"]);
    assert_eq!(found[2].state_before.as_deref(), Some(r#"{"title":"Mine"}"#));
    assert_eq!(found[2].state_after.as_deref(), Some(r#"{"title":"Ours"}"#));
}
