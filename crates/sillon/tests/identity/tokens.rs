//! Tokens of programs: access tokens, families of refresh tokens, API tokens.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde_json::{Value, json};
use sillon_testing::{Kills, Person, TestApp, db_test, tone_wave};

use crate::authenticator::{Authenticator, PASSWORD};

async fn grant(app: &TestApp) -> Value {
    let login = json!({"email": "admin@example.org", "password": PASSWORD, "name": "telephone"});
    app.visitor().post("/api/v1/tokens", &login).await.expect(201)
}

fn with_token(app: &TestApp, tokens: &Value, service: &str) -> Person {
    app.visitor().with_bearer(tokens["access_tokens"][service].as_str().unwrap())
}

async fn refresh(app: &TestApp, token: &Value) -> sillon_testing::Answer {
    app.visitor().post("/api/v1/tokens/refresh", &json!({"refresh_token": token})).await
}

#[db_test]
async fn an_access_token_is_good_for_its_service_and_ten_minutes(app: &TestApp) {
    app.admin().await;
    let tokens = grant(app).await;
    let (api, stream) = (with_token(app, &tokens, "api"), with_token(app, &tokens, "stream"));
    assert_eq!(api.get("/api/v1/accounts/me").await.expect(200)["email"], "admin@example.org");
    stream.get("/api/v1/accounts/me").await.expect(401);
    api.upload("song.wav", tone_wave(100)).await.expect(401);
    stream.upload("song.wav", tone_wave(100)).await.expect(201);
    app.ctx.clock.advance(TimeDelta::minutes(10));
    assert_eq!(api.get("/api/v1/accounts/me").await.code(), "unauthenticated");
}

#[db_test]
async fn an_access_token_ends_with_its_session(app: &TestApp) {
    app.admin().await;
    let tokens = grant(app).await;
    let api = with_token(app, &tokens, "api");
    api.delete("/api/v1/sessions/current").await.expect(204);
    api.get("/api/v1/accounts/me").await.expect(401);
    assert_eq!(refresh(app, &tokens["refresh_token"]).await.code(), "refresh_refused");
}

#[db_test]
async fn a_program_needs_the_code_as_well(app: &TestApp) {
    let admin = app.admin().await;
    let (phone, _) = Authenticator::set_up(app, &admin).await;
    app.ctx.clock.advance(TimeDelta::seconds(30));
    let mut login = json!({"email": "admin@example.org", "password": PASSWORD, "name": "telephone"});
    assert_eq!(app.visitor().post("/api/v1/tokens", &login).await.code(), "second_factor_required");
    login["code"] = json!(phone.wrong_code(app));
    assert_eq!(app.visitor().post("/api/v1/tokens", &login).await.code(), "wrong_code");
    login["code"] = json!(phone.code(app));
    app.visitor().post("/api/v1/tokens", &login).await.expect(201);
}

#[db_test]
async fn a_lost_answer_gets_the_same_successor_and_a_late_reuse_ends_the_family(app: &TestApp) {
    app.admin().await;
    let first = grant(app).await;
    let second = refresh(app, &first["refresh_token"]).await.expect(201);
    app.ctx.clock.advance(TimeDelta::seconds(10));
    let again = refresh(app, &first["refresh_token"]).await.expect(201);
    assert_eq!(again["refresh_token"], second["refresh_token"]);
    app.ctx.clock.advance(TimeDelta::seconds(1));
    assert_eq!(refresh(app, &first["refresh_token"]).await.code(), "refresh_refused");
    assert_eq!(refresh(app, &second["refresh_token"]).await.code(), "refresh_refused", "the whole family is gone");
    with_token(app, &second, "api").get("/api/v1/accounts/me").await.expect(401);
}

#[db_test]
async fn a_program_that_is_refreshed_for_ever_is_signed_in_anew_after_a_year(app: &TestApp) {
    app.admin().await;
    let mut tokens = grant(app).await;
    for _ in 0..13 {
        app.ctx.clock.advance(TimeDelta::days(28));
        tokens = refresh(app, &tokens["refresh_token"]).await.expect(201);
    }
    with_token(app, &tokens, "api").get("/api/v1/accounts/me").await.expect(200);
    app.ctx.clock.advance(TimeDelta::days(1));
    assert_eq!(refresh(app, &tokens["refresh_token"]).await.code(), "refresh_refused");
}

#[db_test]
async fn a_used_token_whose_successor_is_used_too_has_no_grace(app: &TestApp) {
    app.admin().await;
    let first = grant(app).await;
    let second = refresh(app, &first["refresh_token"]).await.expect(201);
    let third = refresh(app, &second["refresh_token"]).await.expect(201);
    assert_eq!(refresh(app, &first["refresh_token"]).await.code(), "refresh_refused");
    assert_eq!(refresh(app, &third["refresh_token"]).await.code(), "refresh_refused");
}

#[db_test]
async fn fifty_uses_of_one_refresh_token_at_once_get_one_successor(app: &TestApp) {
    app.admin().await;
    let tokens = grant(app).await;
    let attempts = (0..50).map(|_| {
        let (person, body) = (app.visitor(), json!({"refresh_token": tokens["refresh_token"]}));
        tokio::spawn(async move { person.post("/api/v1/tokens/refresh", &body).await.expect(201) })
    });
    let mut successors = BTreeMap::<String, usize>::new();
    for attempt in attempts.collect::<Vec<_>>() {
        let successor = attempt.await.unwrap()["refresh_token"].as_str().unwrap().to_owned();
        *successors.entry(successor).or_default() += 1;
    }
    assert_eq!(successors.values().copied().collect::<Vec<_>>(), [50]);
    let successor = json!(successors.into_keys().next().unwrap());
    refresh(app, &successor).await.expect(201);
}

#[db_test]
async fn fifty_late_uses_of_one_refresh_token_at_once_end_the_family(app: &TestApp) {
    app.admin().await;
    let first = grant(app).await;
    let second = refresh(app, &first["refresh_token"]).await.expect(201);
    app.ctx.clock.advance(TimeDelta::minutes(1));
    let attempts = (0..50).map(|_| {
        let (person, body) = (app.visitor(), json!({"refresh_token": first["refresh_token"]}));
        tokio::spawn(async move { person.post("/api/v1/tokens/refresh", &body).await.code() })
    });
    for attempt in attempts.collect::<Vec<_>>() {
        assert_eq!(attempt.await.unwrap(), "refresh_refused");
    }
    assert_eq!(refresh(app, &second["refresh_token"]).await.code(), "refresh_refused");
}

#[db_test]
async fn a_refresh_that_is_killed_at_any_step_leaves_one_token_that_goes_on(app: &TestApp) {
    app.admin().await;
    let kills = Kills::new();
    let mut steps = 0;
    loop {
        let tokens = grant(app).await;
        let was_killed = kills.at_step(steps + 1, async { drop(refresh(app, &tokens["refresh_token"]).await) }).await;
        // The client that got no answer asks again, and goes on with what it gets.
        let next = refresh(app, &tokens["refresh_token"]).await.expect(201);
        refresh(app, &next["refresh_token"]).await.expect(201);
        if !was_killed {
            break;
        }
        steps += 1;
    }
    assert!(steps >= 6, "{steps} steps");
}

#[db_test]
async fn keys_change_without_a_restart_and_without_anybody_noticing(app: &TestApp) {
    app.admin().await;
    let keys = async || {
        let answer = app.visitor().get("/.well-known/jwks.json").await.expect(200);
        answer["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(keys().await.is_empty(), "none is made before it is needed");
    let mut tokens = grant(app).await;
    assert_eq!(keys().await.len(), 1);
    let first = keys().await[0].clone();
    let mut overlapped = false;
    for _ in 0..33 {
        app.ctx.clock.advance(TimeDelta::days(1));
        tokens = refresh(app, &tokens["refresh_token"]).await.expect(201);
        overlapped |= keys().await.len() == 2 && keys().await.contains(&first);
        with_token(app, &tokens, "api").get("/api/v1/accounts/me").await.expect(200);
    }
    assert!(overlapped, "the next key is published before it signs");
    assert!(!keys().await.contains(&first));
}

#[db_test]
async fn an_api_token_does_what_its_scopes_say_and_never_touches_how_one_signs_in(app: &TestApp) {
    let admin = app.admin().await;
    let make = async |scopes: Value| {
        let new = json!({"name": "script", "scopes": scopes, "days": 30, "current_password": PASSWORD});
        let made = admin.post("/api/v1/accounts/me/api-tokens", &new).await.expect(201);
        let secret = made["secret"].as_str().unwrap().to_owned();
        assert!(secret.starts_with("sillon_"));
        (admin.with_bearer(&secret), made["api_token"]["id"].as_str().unwrap().to_owned())
    };
    let (reader, reader_id) = make(json!(["read"])).await;
    let (uploader, _) = make(json!(["read", "upload"])).await;
    reader.get("/api/v1/accounts/me").await.expect(200);
    assert_eq!(reader.upload("song.wav", tone_wave(100)).await.code(), "scope_missing");
    let track = uploader.upload("song.wav", tone_wave(100)).await.expect(201);
    let path = format!("/api/v1/tracks/{}", track["id"].as_str().unwrap());
    assert_eq!(uploader.delete(&path).await.code(), "scope_missing");
    for path in ["/api/v1/sessions", "/api/v1/accounts/me/api-tokens", "/api/v1/accounts/me/two-factor"] {
        assert_eq!(reader.get(path).await.code(), "scope_missing", "{path}");
    }
    let listed = admin.get("/api/v1/accounts/me/api-tokens").await.expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    assert!(!listed.to_string().contains("secret"));
    admin.delete(&format!("/api/v1/accounts/me/api-tokens/{reader_id}")).await.expect(204);
    reader.get("/api/v1/accounts/me").await.expect(401);
    app.ctx.clock.advance(TimeDelta::days(30));
    uploader.get("/api/v1/accounts/me").await.expect(401);
}

#[db_test]
async fn an_api_token_is_not_a_cookie_and_a_cookie_is_not_a_bearer_token(app: &TestApp) {
    let admin = app.admin().await;
    let new = json!({"name": "script", "scopes": ["read"], "days": 1, "current_password": PASSWORD});
    let made = admin.post("/api/v1/accounts/me/api-tokens", &new).await.expect(201);
    let cookie = format!("__Host-sillon_session={}", made["secret"].as_str().unwrap());
    app.visitor().get_with("/api/v1/accounts/me", http::header::COOKIE, &cookie).await.expect(401);
    admin.with_bearer("made up").get("/api/v1/accounts/me").await.expect(401);
}
