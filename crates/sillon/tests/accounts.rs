//! Set-up, sign-up, sessions, and what a hostile body gets.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use axum::body::Body;
use http::{Method, Request, header};
use serde_json::json;
use sillon_testing::{Person, TestApp, db_test};

fn new_admin(token: &str) -> serde_json::Value {
    json!({"token": token, "email": "admin@example.org", "display_name": "Admin", "password": "correct horse"})
}

#[db_test]
async fn set_up_needs_the_token_that_the_server_printed(app: &TestApp) {
    let answer = app.visitor().post("/api/v1/setup", &new_admin("guessed")).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, "setup_token_wrong"));
    assert_eq!(app.visitor().get("/api/v1/instance").await.expect(200)["setup_required"], true);
}

#[db_test]
async fn set_up_lets_one_of_two_at_once_through(app: &TestApp) {
    let (first, second) = (app.visitor(), app.visitor());
    let mut body = new_admin(app.setup_token());
    let other = body.clone();
    body["email"] = json!("second@example.org");
    let answers = tokio::join!(first.post("/api/v1/setup", &other), second.post("/api/v1/setup", &body));
    let mut statuses = [answers.0.status.as_u16(), answers.1.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    assert_eq!(app.visitor().get("/api/v1/instance").await.expect(200)["setup_required"], false);
}

#[db_test]
async fn nobody_signs_up_before_the_instance_has_its_admin(app: &TestApp) {
    let body = json!({"email": "ada@example.org", "display_name": "Ada", "password": "correct horse"});
    assert_eq!(app.visitor().post("/api/v1/accounts", &body).await.code(), "registration_closed");
}

#[db_test]
async fn an_address_has_one_account_whatever_its_capitals(app: &TestApp) {
    app.admin().await;
    let body = json!({"email": "ADMIN@Example.org", "display_name": "Other", "password": "correct horse"});
    let answer = app.visitor().post("/api/v1/accounts", &body).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (409, "email_taken"));
}

#[db_test]
async fn twenty_sign_ups_with_one_address_at_once_make_one_account(app: &TestApp) {
    app.admin().await;
    let body = json!({"email": "ada@example.org", "display_name": "Ada", "password": "correct horse"});
    let attempts = (0..20).map(|_| {
        let (person, body) = (app.visitor(), body.clone());
        tokio::spawn(async move { person.post("/api/v1/accounts", &body).await.status.as_u16() })
    });
    let mut made = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            201 => made += 1,
            status => assert_eq!(status, 409),
        }
    }
    assert_eq!(made, 1);
}

#[db_test]
async fn a_session_lasts_from_sign_in_to_sign_out(app: &TestApp) {
    app.admin().await;
    let mut person = app.visitor();
    person.get("/api/v1/accounts/me").await.expect(401);
    let credentials = json!({"email": "admin@example.org", "password": "correct horse"});
    let request = Person::json_request(Method::POST, "/api/v1/sessions", &credentials);
    let answer = person.send_and_remember(request).await;
    answer.expect(201);
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert_eq!(person.get("/api/v1/accounts/me").await.expect(200)["roles"][0]["built_in"], "admin");
    let stolen = person.clone();
    person.delete("/api/v1/sessions/current").await.expect(204);
    stolen.get("/api/v1/accounts/me").await.expect(401);
}

#[db_test]
async fn a_session_ends_by_itself(app: &TestApp) {
    let admin = app.admin().await;
    app.ctx.clock.advance(chrono::TimeDelta::days(31));
    admin.get("/api/v1/accounts/me").await.expect(401);
}

#[db_test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer(app: &TestApp) {
    app.admin().await;
    let mut answers = Vec::new();
    for email in ["admin@example.org", "nobody@example.org", "not an address"] {
        let credentials = json!({"email": email, "password": "wrong horse"});
        let mut answer = app.visitor().post("/api/v1/sessions", &credentials).await.expect(401);
        answer["request_id"].take();
        answers.push(answer);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[1], answers[2]);
}

#[db_test]
async fn every_broken_field_is_named(app: &TestApp) {
    app.admin().await;
    let body = json!({"email": "x", "display_name": "", "password": "short"});
    let problem = app.visitor().post("/api/v1/accounts", &body).await.expect(422);
    let pointers: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|field| field["pointer"].clone()).collect();
    assert_eq!(pointers, ["/display_name", "/email", "/password"]);
}

#[db_test]
async fn hostile_bodies_get_clear_refusals(app: &TestApp) {
    let post = |content_type: &'static str, body: Vec<u8>| async move {
        let request = Request::post("/api/v1/sessions").header(header::CONTENT_TYPE, content_type);
        let answer = app.visitor().send(request.body(Body::from(body)).unwrap()).await;
        (answer.status.as_u16(), answer.code())
    };
    let outcome = |status, code: &str| (status, code.to_owned());
    let valid = br#"{"email":"a@b.example","password":"12345678"}"#.to_vec();
    assert_eq!(post("text/plain", valid.clone()).await, outcome(415, "unsupported_media_type"));
    assert_eq!(post("application/json", b"{".to_vec()).await, outcome(400, "invalid_body"));
    assert_eq!(post("application/json", [&valid[..], b"{}"].concat()).await, outcome(400, "invalid_body"));
    assert_eq!(post("application/json", vec![b' '; 70_000]).await, outcome(413, "body_too_large"));
    assert_eq!(post("application/json", b"[".repeat(10_000)).await.0, 422);
    let extra = br#"{"email":"a@b.example","password":"12345678","role":"admin"}"#.to_vec();
    assert_eq!(post("application/json", extra).await, outcome(422, "validation_failed"));
    let typed = br#"{"email":7,"password":"12345678"}"#.to_vec();
    assert_eq!(post("application/json", typed).await, outcome(422, "validation_failed"));
}

#[db_test]
async fn a_page_of_another_site_changes_nothing(app: &TestApp) {
    let admin = app.admin().await;
    let request = Request::delete("/api/v1/sessions/current")
        .header(header::HOST, "music.example")
        .header(header::ORIGIN, "https://evil.example");
    let answer = admin.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.code(), "origin_refused");
    admin.get("/api/v1/accounts/me").await.expect(200);
}

#[db_test]
async fn unknown_addresses_and_methods_are_told_apart(app: &TestApp) {
    let visitor = app.visitor();
    assert_eq!(visitor.get("/api/v1/nothing").await.code(), "not_found");
    assert_eq!(visitor.delete("/api/v1/instance").await.code(), "method_not_allowed");
    assert_eq!(visitor.get("/api/v1/tracks/not-an-id").await.code(), "not_found");
    assert_eq!(visitor.get("/api/v1/tracks?limit=0").await.code(), "invalid_query");
    assert_eq!(visitor.get("/api/v1/tracks?cursor=bm9uc2Vuc2U").await.code(), "invalid_query");
    visitor.get("/livez").await.expect(200);
    assert_eq!(visitor.get("/readyz").await.expect(200)["status"], "ready");
}
