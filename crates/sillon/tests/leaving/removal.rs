//! The end of an account after 30 days: nothing leads to it any more, in no table and in no file.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde_json::json;
use sillon_domain::{
    Context, Reads,
    audit::verify_chain,
    blobs::Shelf,
    database::{
        Engine,
        sea_orm::{ConnectionTrait, Statement},
    },
};
use sillon_testing::{Person, TestApp, db_test};

use crate::{
    authenticator::Authenticator,
    things::{ACCOUNT, DELETION, PASSWORD, ask_for_export, leave, play, run_schedule, send_track, sign_in, square},
};

/// Every table with its columns, as the database itself tells.
async fn schema(ctx: &Context) -> BTreeMap<String, Vec<String>> {
    let tx = ctx.db.read().await.unwrap();
    let query = match tx.engine() {
        Engine::Sqlite => {
            "SELECT m.name AS t, c.name AS c FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
        }
        Engine::Postgres => {
            "SELECT table_name::text AS t, column_name::text AS c FROM information_schema.columns \
             WHERE table_schema = 'public'"
        }
    };
    let rows = tx.conn().query_all_raw(Statement::from_string(tx.conn().get_database_backend(), query)).await.unwrap();
    let mut tables = BTreeMap::<String, Vec<String>>::new();
    for row in rows {
        tables.entry(row.try_get("", "t").unwrap()).or_default().push(row.try_get("", "c").unwrap());
    }
    tables
}

/// In how many rows of each column this text, or an id that is written like it, stands; columns without are left out.
async fn places_of(ctx: &Context, text: &str) -> BTreeMap<String, i64> {
    let (as_text, as_bytes) = (text.to_lowercase(), text.replace('-', "").to_lowercase());
    let mut places = BTreeMap::new();
    for (table, columns) in schema(ctx).await {
        for column in columns {
            let tx = ctx.db.read().await.unwrap();
            let found = match tx.engine() {
                Engine::Sqlite => format!(
                    "instr(hex(\"{column}\"), hex('{as_text}')) > 0 OR lower(hex(\"{column}\")) = '{as_bytes}' \
                     OR instr(lower(CAST(\"{column}\" AS TEXT)), '{as_text}') > 0"
                ),
                Engine::Postgres => format!(
                    "strpos(lower(\"{column}\"::text), '{as_text}') > 0 \
                     OR strpos(lower(\"{column}\"::text), '{as_bytes}') > 0"
                ),
            };
            let query = format!("SELECT count(*) AS n FROM \"{table}\" WHERE {found}");
            let statement = Statement::from_string(tx.conn().get_database_backend(), query);
            let row = tx.conn().query_one_raw(statement).await.unwrap().unwrap();
            let rows: i64 = row.try_get("", "n").unwrap();
            if rows > 0 {
                places.insert(format!("{table}.{column}"), rows);
            }
        }
    }
    places
}

/// Somebody who has something in every table that can lead to a person, and the words that do.
async fn somebody_with_everything(app: &TestApp, admin: &Person) -> Vec<String> {
    let ada = app.creator("adalovelace").await;
    let id = ada.own_id().await;
    let track = send_track(&ada, "Morningmusic", 1000).await;
    let failed = ada.upload("brokenfile.wav", b"RIFF\x24\0\0\0WAVEfmt broken".to_vec()).await;
    assert!(failed.status == 201 || failed.status == 422, "{}", failed.text());
    ada.put("/api/v1/accounts/me/avatar", square("blue")).await.expect(202);
    ada.put(&format!("/api/v1/tracks/{track}/artwork"), square("red")).await.expect(202);
    app.run_jobs().await;
    assert_eq!(play(&app.visitor(), &track).await["taken"], 1);
    run_schedule(app).await;
    // What waits: another picture, another track, an export beside the one that is ready.
    ask_for_export(&ada).await;
    app.run_jobs().await;
    ask_for_export(&ada).await;
    send_track(&ada, "Eveningmusic", 1000).await;
    ada.put("/api/v1/accounts/me/avatar", square("lime")).await.expect(202);
    let described = ada.get(&format!("/api/v1/tracks/{track}")).await.expect(200);
    let token = json!({"name": "adastoken", "scopes": ["read"], "days": 30, "current_password": PASSWORD});
    ada.post("/api/v1/accounts/me/api-tokens", &token).await.expect(201);
    let app_password = json!({"name": "adasradio", "current_password": PASSWORD});
    ada.post("/api/v1/accounts/me/app-passwords", &app_password).await.expect(201);
    let login = json!({"email": "adalovelace@example.org", "password": PASSWORD, "name": "adasphone"});
    app.visitor().post("/api/v1/tokens", &login).await.expect(201);
    app.visitor().post("/api/v1/password-resets", &json!({"email": "adalovelace@example.org"})).await;
    admin
        .put_nothing(&format!("/api/v1/admin/people/{id}/roles/{}", admin.role_id("Moderator").await))
        .await
        .expect(204);
    let (_, recovery) = Authenticator::set_up(app, &ada).await;
    leave(&ada, &json!({"current_password": PASSWORD, "code": recovery[0]})).await.expect(200);
    // A half-way sign-in leaves a ticket.
    let credentials = json!({"email": "adalovelace@example.org", "password": PASSWORD});
    app.visitor().post("/api/v1/sessions", &credentials).await.expect(202);
    let mut words = vec![id, track, "adalovelace".to_owned(), "Morningmusic".to_owned(), "Eveningmusic".to_owned()];
    words.push("adasphone".to_owned());
    let master = described["playback"]["hls_url"].as_str().unwrap();
    words.push(master.split('/').nth(3).unwrap().to_owned());
    words
}

#[db_test]
async fn nothing_leads_to_an_account_that_is_deleted(app: &TestApp) {
    let admin = app.admin().await;
    let bystander = app.creator("ben").await;
    let kept = send_track(&bystander, "Kept", 500).await;
    app.run_jobs().await;
    let words = somebody_with_everything(app, &admin).await;
    let id = words[0].clone();
    let before = places_of(&app.ctx, &id).await;
    for place in [
        "accounts.id",
        "account_roles.account_id",
        "tracks.creator_id",
        "plays.creator_id",
        "track_days.creator_id",
        "creator_days.creator_id",
        "exports.account_id",
        "pictures.account_id",
        "two_factors.account_id",
        "recovery_codes.account_id",
        "sign_in_tickets.account_id",
        "jobs.args",
        "audit_entries.actor_id",
        "audit_entries.object_id",
    ] {
        assert!(before.contains_key(place), "{place} of {before:?}");
    }
    app.ctx.clock.advance(TimeDelta::days(30) - TimeDelta::seconds(1));
    run_schedule(app).await;
    assert!(places_of(&app.ctx, &id).await.contains_key("accounts.id"), "not a second too early");
    let taken = json!({"email": "adalovelace@example.org", "display_name": "Other", "password": PASSWORD});
    assert_eq!(app.visitor().post("/api/v1/accounts", &taken).await.code(), "email_taken");
    app.ctx.clock.advance(TimeDelta::hours(1));
    run_schedule(app).await;
    for word in &words {
        let mut places = places_of(&app.ctx, word).await;
        places.retain(|place, _| !(*word == id && place.starts_with("audit_entries.")));
        assert_eq!(places, BTreeMap::new(), "{word}");
    }
    let audit = places_of(&app.ctx, &id).await;
    assert!(audit.contains_key("audit_entries.object_id"), "the log keeps the id");
    assert_eq!(verify_chain(&app.ctx.db.read().await.unwrap(), None).await.unwrap().fault, None);
    let entries = sign_in(app, "admin").await.get("/api/v1/admin/audit?action=account.deleted").await.expect(200);
    assert_eq!((&entries["items"][0]["object_id"], &entries["items"][0]["actor_kind"]), (&json!(id), &json!("system")));
    // Ben's music is all that is left.
    for (shelf, left) in
        [(Shelf::Originals, 1), (Shelf::Versions, 1), (Shelf::Pictures, 0), (Shelf::Thumbnails, 0), (Shelf::Exports, 0)]
    {
        assert_eq!(app.blobs(shelf).await.len(), left, "{shelf:?}");
    }
    assert_eq!(app.visitor().get(&format!("/api/v1/tracks/{kept}")).await.status, 200);
    let credentials = json!({"email": "adalovelace@example.org", "password": PASSWORD});
    assert_eq!(app.visitor().post("/api/v1/sessions", &credentials).await.code(), "wrong_credentials");
    app.visitor().post("/api/v1/accounts", &taken).await.expect(201);
}

#[db_test]
async fn an_account_that_was_kept_is_not_deleted(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    crate::things::leave_at_once(&ada).await;
    app.ctx.clock.advance(TimeDelta::days(29));
    sign_in(app, "ada").await.delete(DELETION).await.expect(200);
    app.ctx.clock.advance(TimeDelta::days(2));
    run_schedule(app).await;
    sign_in(app, "ada").await.get(ACCOUNT).await.expect(200);
}
