//! Links that are sent by mail: password reset, verification, change of address.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde_json::{Value, json};
use sillon_testing::{Kills, Person, TestApp, db_test};

use crate::authenticator::PASSWORD;

const NEW_PASSWORD: &str = "another calm evening";

async fn ask_for_reset(app: &TestApp, email: &str) {
    app.visitor().post("/api/v1/password-resets", &json!({"email": email})).await.expect(202);
    app.run_reset_requests().await;
}

/// Asks for a link and gives the token that the mail holds.
async fn reset_token(app: &TestApp, email: &str) -> String {
    let known = app.mails_to("reset_password", email).await;
    ask_for_reset(app, email).await;
    let mails = app.mails_to("reset_password", email).await;
    token_of(mails.iter().find(|mail| !known.contains(mail)).expect("a link was sent"))
}

fn token_of(mail: &Value) -> String {
    mail["values"]["token"].as_str().unwrap().to_owned()
}

async fn reset(app: &TestApp, token: &str, password: &str) -> u16 {
    let body = json!({"token": token, "password": password});
    app.visitor().post("/api/v1/password-resets/confirm", &body).await.status.as_u16()
}

async fn signs_in(app: &TestApp, email: &str, password: &str) -> bool {
    let body = json!({"email": email, "password": password});
    app.visitor().post("/api/v1/sessions", &body).await.status == 201
}

/// How often each status came.
async fn statuses(answers: Vec<tokio::task::JoinHandle<u16>>) -> BTreeMap<u16, usize> {
    let mut counts = BTreeMap::new();
    for answer in answers {
        *counts.entry(answer.await.unwrap()).or_default() += 1;
    }
    counts
}

fn fifty_times(app: &TestApp, path: &'static str, body: &Value) -> Vec<tokio::task::JoinHandle<u16>> {
    let one = |_| {
        let (person, body) = (app.visitor(), body.clone());
        tokio::spawn(async move { person.post(path, &body).await.status.as_u16() })
    };
    (0..50).map(one).collect()
}

#[db_test]
async fn a_reset_sets_the_password_and_ends_every_session_and_token(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    let new = json!({"name": "script", "scopes": ["read"], "days": 30, "current_password": PASSWORD});
    let api_token = ada.post("/api/v1/accounts/me/api-tokens", &new).await.expect(201);
    let script = ada.with_bearer(api_token["secret"].as_str().unwrap());
    script.get("/api/v1/accounts/me").await.expect(200);
    let new = json!({"name": "telephone", "current_password": PASSWORD});
    let app_password = ada.post("/api/v1/accounts/me/app-passwords", &new).await.expect(201);
    let token = reset_token(app, "ada@example.org").await;
    assert_eq!(reset(app, &token, NEW_PASSWORD).await, 204);
    ada.get("/api/v1/accounts/me").await.expect(401);
    script.get("/api/v1/accounts/me").await.expect(401);
    let login = json!({"email": "ada@example.org", "password": app_password["secret"], "name": "telephone"});
    ada.post("/api/v1/tokens", &login).await.expect(401);
    assert!(!signs_in(app, "ada@example.org", PASSWORD).await);
    assert!(signs_in(app, "ada@example.org", NEW_PASSWORD).await);
    let notices = app.mails_to("security_notice", "ada@example.org").await;
    assert!(notices.iter().any(|mail| mail["values"]["event"] == "password_reset"), "{notices:?}");
}

#[db_test]
async fn a_reset_link_works_once_for_an_hour_and_for_nothing_else(app: &TestApp) {
    app.admin().await;
    app.creator("ada").await;
    let token = reset_token(app, "ada@example.org").await;
    let elsewhere = app.visitor().post("/api/v1/address-verifications/confirm", &json!({"token": token})).await;
    assert_eq!(elsewhere.code(), "link_ended");
    assert_eq!(reset(app, &token, "password").await, 422, "a common password uses no link up");
    assert_eq!(reset(app, &token, NEW_PASSWORD).await, 204);
    assert_eq!(reset(app, &token, NEW_PASSWORD).await, 410);
    let late = reset_token(app, "ada@example.org").await;
    app.ctx.clock.advance(TimeDelta::minutes(61));
    assert_eq!(reset(app, &late, "a third evening").await, 410);
    assert_eq!(reset(app, "made up", "a third evening").await, 410);
}

#[db_test]
async fn a_request_for_an_unknown_address_gets_the_same_answer_and_sends_nothing(app: &TestApp) {
    app.admin().await;
    let ask = async |email: &str| {
        let answer = app.visitor().post("/api/v1/password-resets", &json!({"email": email})).await;
        (answer.status, answer.body.clone())
    };
    let known = ask("admin@example.org").await;
    assert_eq!(known, ask("nobody@example.org").await);
    assert_eq!(known, ask("no address at all").await);
    app.run_reset_requests().await;
    let mails = app.queued_mails("reset_password").await;
    assert_eq!(mails.iter().map(|mail| mail["to"].clone()).collect::<Vec<_>>(), ["admin@example.org"]);
}

#[db_test]
async fn whoever_asks_again_and_again_does_not_fill_a_mailbox(app: &TestApp) {
    app.admin().await;
    for _ in 0..5 {
        ask_for_reset(app, "admin@example.org").await;
    }
    assert_eq!(app.queued_mails("reset_password").await.len(), 3);
}

#[db_test]
async fn fifty_uses_of_one_reset_link_at_once_set_one_password(app: &TestApp) {
    app.admin().await;
    let token = reset_token(app, "admin@example.org").await;
    let body = json!({"token": token, "password": NEW_PASSWORD});
    let counts = statuses(fifty_times(app, "/api/v1/password-resets/confirm", &body)).await;
    assert_eq!(counts, BTreeMap::from([(204, 1), (410, 49)]));
    assert_eq!(app.queued_mails("security_notice").await.len(), 1);
}

#[db_test]
async fn no_session_that_begins_during_a_reset_outlives_it(app: &TestApp) {
    app.admin().await;
    let token = reset_token(app, "admin@example.org").await;
    let sign_ins = (0..25).map(|_| {
        let mut person = app.visitor();
        tokio::spawn(async move {
            let body = json!({"email": "admin@example.org", "password": PASSWORD});
            person.post_and_remember("/api/v1/sessions", &body).await;
            person
        })
    });
    let sign_ins: Vec<_> = sign_ins.collect();
    assert_eq!(reset(app, &token, NEW_PASSWORD).await, 204);
    for person in sign_ins {
        person.await.unwrap().get("/api/v1/accounts/me").await.expect(401);
    }
}

#[db_test]
async fn a_reset_that_is_killed_at_any_step_happened_or_did_not(app: &TestApp) {
    app.admin().await;
    let kills = Kills::new();
    let mut steps = 0;
    loop {
        let name = format!("p{steps}");
        let email = format!("{name}@example.org");
        let person = app.creator(&name).await;
        let token = reset_token(app, &email).await;
        let was_killed = kills.at_step(steps + 1, async { _ = reset(app, &token, NEW_PASSWORD).await }).await;
        let is_new = signs_in(app, &email, NEW_PASSWORD).await;
        assert_eq!(signs_in(app, &email, PASSWORD).await, !is_new, "one password, at step {steps}");
        assert_eq!(person.get("/api/v1/accounts/me").await.status == 401, is_new, "sessions end with it");
        let told = app.mails_to("security_notice", &email).await.len();
        assert_eq!(told, usize::from(is_new), "the owner is told of what happened");
        assert_eq!(reset(app, &token, NEW_PASSWORD).await, if is_new { 410 } else { 204 }, "the link is used with it");
        if !was_killed {
            break;
        }
        steps += 1;
    }
    assert!(steps >= 10, "{steps} steps");
}

#[db_test]
async fn an_address_is_verified_by_its_link_once(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    assert_eq!(ada.get("/api/v1/accounts/me").await.expect(200)["email_verified"], false);
    let token = token_of(&app.mails_to("verify_address", "ada@example.org").await[0]);
    let body = json!({"token": token});
    let counts = statuses(fifty_times(app, "/api/v1/address-verifications/confirm", &body)).await;
    assert_eq!(counts, BTreeMap::from([(204, 1), (410, 49)]));
    assert_eq!(ada.get("/api/v1/accounts/me").await.expect(200)["email_verified"], true);
    ada.post("/api/v1/address-verifications", &json!({})).await.expect(202);
    assert_eq!(
        app.mails_to("verify_address", "ada@example.org").await.len(),
        1,
        "what is verified needs no other link"
    );
}

async fn ask_for_change(person: &Person, email: &str, password: &str) -> u16 {
    let body = json!({"email": email, "current_password": password});
    person.post("/api/v1/address-changes", &body).await.status.as_u16()
}

#[db_test]
async fn an_address_is_changed_where_the_new_one_confirms_and_the_old_one_is_told(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    assert_eq!(ask_for_change(&ada, "new@example.org", "wrong horse").await, 403);
    assert_eq!(ask_for_change(&ada, "no address", PASSWORD).await, 422);
    assert_eq!(ask_for_change(&ada, "New@example.org", PASSWORD).await, 202);
    let mail = &app.queued_mails("confirm_address").await[0];
    assert_eq!(mail["to"], "New@example.org");
    assert!(signs_in(app, "ada@example.org", PASSWORD).await, "nothing changes before the link is used");
    let body = json!({"token": token_of(mail)});
    let counts = statuses(fifty_times(app, "/api/v1/address-changes/confirm", &body)).await;
    assert_eq!(counts, BTreeMap::from([(204, 1), (410, 49)]));
    let account = ada.get("/api/v1/accounts/me").await.expect(200);
    assert_eq!((&account["email"], &account["email_verified"]), (&json!("New@example.org"), &json!(true)));
    assert!(!signs_in(app, "ada@example.org", PASSWORD).await);
    let notice = &app.queued_mails("security_notice").await[0];
    assert_eq!((&notice["to"], &notice["values"]["event"]), (&json!("ada@example.org"), &json!("address_changed")));
}

#[db_test]
async fn nobody_learns_or_takes_the_address_of_another(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    assert_eq!(ask_for_change(&ada, "ADMIN@example.org", PASSWORD).await, 202);
    assert!(app.queued_mails("confirm_address").await.is_empty());
    assert_eq!(ask_for_change(&ada, "ben@example.org", PASSWORD).await, 202);
    app.creator("ben").await;
    let body = json!({"token": token_of(&app.queued_mails("confirm_address").await[0])});
    assert_eq!(app.visitor().post("/api/v1/address-changes/confirm", &body).await.code(), "email_taken");
}
