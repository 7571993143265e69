//! App passwords: for programs that keep a password.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sillon_testing::{TestApp, db_test};

use crate::authenticator::{Authenticator, PASSWORD};

#[db_test]
async fn an_app_password_signs_a_program_in_until_it_is_removed(app: &TestApp) {
    let admin = app.admin().await;
    let (phone, _) = Authenticator::set_up(app, &admin).await;
    app.ctx.clock.advance(TimeDelta::seconds(30));
    let path = "/api/v1/accounts/me/app-passwords";
    let wrong = json!({"name": "player", "current_password": "wrong horse"});
    assert_eq!(admin.post(path, &wrong).await.code(), "wrong_password");
    let new = json!({"name": "player", "current_password": PASSWORD, "code": phone.code(app)});
    let made = admin.post(path, &new).await.expect(201);
    let login = |email: &str, secret: &Value| json!({"email": email, "password": secret, "name": "player"});
    let tokens = app.visitor().post("/api/v1/tokens", &login("admin@example.org", &made["secret"])).await.expect(201);
    assert_eq!(tokens["scopes"], json!(["read", "manage"]));
    let program = app.visitor().with_bearer(tokens["access_tokens"]["api"].as_str().unwrap());
    program.get("/api/v1/accounts/me").await.expect(200);
    assert_eq!(program.get(path).await.code(), "scope_missing", "it cannot make others of its kind");
    let typed = json!(made["secret"].as_str().unwrap().to_uppercase().replace('-', " "));
    app.visitor().post("/api/v1/tokens", &login("ADMIN@example.org", &typed)).await.expect(201);
    app.creator("ben").await;
    app.visitor().post("/api/v1/tokens", &login("ben@example.org", &made["secret"])).await.expect(401);
    let cookie = json!({"email": "admin@example.org", "password": made["secret"]});
    app.visitor().post("/api/v1/sessions", &cookie).await.expect(401);
    let listed = admin.get(path).await.expect(200);
    assert_eq!(listed["items"][0]["last_used_at"], "2026-06-21T18:00:00Z");
    let id = made["app_password"]["id"].as_str().unwrap();
    admin.delete(&format!("{path}/{id}")).await.expect(204);
    program.get("/api/v1/accounts/me").await.expect(401);
    app.visitor().post("/api/v1/tokens", &login("admin@example.org", &made["secret"])).await.expect(401);
}
