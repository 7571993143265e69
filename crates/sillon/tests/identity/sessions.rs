//! The sessions of a person: seen, ended, on every instance.

use chrono::TimeDelta;
use http::header;
use serde_json::{Value, json};
use sillon_testing::{Person, TestApp, db_test};

use crate::authenticator::PASSWORD;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async fn signed_in(app: &TestApp) -> Person {
    let mut person = app.visitor();
    let body = json!({"email": "admin@example.org", "password": PASSWORD});
    let mut request = Person::json_request(http::Method::POST, "/api/v1/sessions", &body);
    request.headers_mut().insert(header::USER_AGENT, FIREFOX.parse().unwrap());
    person.send_and_remember(request).await.expect(201);
    person
}

async fn sessions(person: &Person) -> Vec<Value> {
    person.get("/api/v1/sessions").await.expect(200)["items"].as_array().unwrap().clone()
}

#[db_test]
async fn a_person_sees_their_sessions_and_ends_one(app: &TestApp) {
    let first = app.admin().await;
    app.ctx.clock.advance(TimeDelta::minutes(90));
    let second = signed_in(app).await;
    let seen = sessions(&second).await;
    assert_eq!(seen.len(), 2);
    assert_eq!((&seen[0]["name"], &seen[0]["current"]), (&json!("Firefox on Linux"), &json!(true)));
    assert_eq!(seen[0]["last_seen_at"], "2026-06-21T19:00:00Z", "to the hour");
    let path = format!("/api/v1/sessions/{}", seen[1]["id"].as_str().unwrap());
    app.creator("ben").await.delete(&path).await.expect(404);
    second.delete(&path).await.expect(204);
    second.delete(&path).await.expect(404);
    first.get("/api/v1/accounts/me").await.expect(401);
    second.get("/api/v1/accounts/me").await.expect(200);
}

#[db_test]
async fn all_other_sessions_end_at_once(app: &TestApp) {
    let first = app.admin().await;
    let (second, third) = (signed_in(app).await, signed_in(app).await);
    let login = json!({"email": "admin@example.org", "password": PASSWORD, "name": "telephone"});
    let tokens = app.visitor().post("/api/v1/tokens", &login).await.expect(201);
    let program = app.visitor().with_bearer(tokens["access_tokens"]["api"].as_str().unwrap());
    third.delete("/api/v1/sessions").await.expect(204);
    for ended in [&first, &second, &program] {
        ended.get("/api/v1/accounts/me").await.expect(401);
    }
    assert_eq!(sessions(&third).await.len(), 1);
}

#[db_test]
async fn a_session_that_is_ended_on_one_instance_is_ended_on_the_other(app: &TestApp) {
    let admin = app.admin().await;
    let login = json!({"email": "admin@example.org", "password": PASSWORD, "name": "telephone"});
    let tokens = app.visitor().post("/api/v1/tokens", &login).await.expect(201);
    let program = app.visitor().with_bearer(tokens["access_tokens"]["api"].as_str().unwrap());
    let second = app.second_instance().await;
    let (admin_there, program_there) = (second.moved(&admin), second.moved(&program));
    admin_there.get("/api/v1/accounts/me").await.expect(200);
    program_there.get("/api/v1/accounts/me").await.expect(200);
    let keys = app.visitor().get("/.well-known/jwks.json").await.expect(200);
    assert_eq!(second.moved(&app.visitor()).get("/.well-known/jwks.json").await.expect(200), keys);
    let ended = std::time::Instant::now();
    let path = format!("/api/v1/sessions/{}", tokens["session_id"].as_str().unwrap());
    admin.delete(&path).await.expect(204);
    program_there.get("/api/v1/accounts/me").await.expect(401);
    admin.delete("/api/v1/sessions/current").await.expect(204);
    admin_there.get("/api/v1/accounts/me").await.expect(401);
    let agreed = ended.elapsed();
    assert!(agreed < std::time::Duration::from_secs(1), "{agreed:?}");
    second.ctx.db.close().await.unwrap();
}

#[db_test]
async fn whoever_signs_in_again_in_one_browser_leaves_no_session_behind(app: &TestApp) {
    let mut browser = app.admin().await;
    let elsewhere = browser.clone();
    let body = json!({"email": "admin@example.org", "password": PASSWORD});
    browser.post_and_remember("/api/v1/sessions", &body).await.expect(201);
    let sessions = browser.get("/api/v1/sessions").await.expect(200);
    assert_eq!(sessions["items"].as_array().unwrap().len(), 1, "{sessions}");
    elsewhere.get("/api/v1/accounts/me").await.expect(401);
}

#[db_test]
async fn a_cookie_belongs_to_this_host_alone_where_there_is_tls(app: &TestApp) {
    let admin = app.admin().await;
    let body = json!({"email": "admin@example.org", "password": PASSWORD});
    let over_tls = app.visitor().post("/api/v1/sessions", &body).await;
    let cookie = over_tls.headers[header::SET_COOKIE].to_str().unwrap();
    for part in ["__Host-sillon_session=", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(!cookie.contains("Domain="), "{cookie}");
    let here = app.visitor_with(|settings| settings.public_url = None).post("/api/v1/sessions", &body).await;
    assert!(here.headers[header::SET_COOKIE].to_str().unwrap().starts_with("sillon_session="));
    let ended = admin.delete("/api/v1/sessions/current").await;
    assert_eq!(ended.headers["clear-site-data"], "\"cache\"");
}
