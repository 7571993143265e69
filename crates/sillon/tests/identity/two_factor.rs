//! The second factor: set up, asked for, used once, turned off.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sillon_testing::{Answer, Kills, Person, TestApp, db_test};

use crate::authenticator::{Authenticator, PASSWORD};

const NEW_PASSWORD: &str = "another calm evening";
const CODE_PATH: &str = "/api/v1/sessions/second-factor";

async fn ticket(app: &TestApp, password: &str) -> Value {
    let body = json!({"email": "admin@example.org", "password": password});
    app.visitor().post("/api/v1/sessions", &body).await.expect(202)["ticket"].clone()
}

async fn finish(app: &TestApp, ticket: &Value, code: &str) -> (u16, Person) {
    let mut person = app.visitor();
    let answer = person.post_and_remember(CODE_PATH, &json!({"ticket": ticket, "code": code})).await;
    (answer.status.as_u16(), person)
}

#[db_test]
async fn signing_in_takes_two_steps_once_it_is_on(app: &TestApp) {
    let admin = app.admin().await;
    assert_eq!(admin.get("/api/v1/accounts/me/two-factor").await.expect(200)["enabled"], false);
    let (phone, _) = Authenticator::set_up(app, &admin).await;
    app.ctx.clock.advance(TimeDelta::seconds(30));
    let ticket = ticket(app, PASSWORD).await;
    let (status, _) = finish(app, &ticket, &phone.wrong_code(app)).await;
    assert_eq!(status, 403);
    let (status, person) = finish(app, &ticket, &phone.code(app)).await;
    assert_eq!(status, 201);
    person.get("/api/v1/accounts/me").await.expect(200);
    app.ctx.clock.advance(TimeDelta::seconds(30));
    assert_eq!(finish(app, &ticket, &phone.code(app)).await.0, 410, "a ticket is used once");
    let state = admin.get("/api/v1/accounts/me/two-factor").await.expect(200);
    assert_eq!((&state["enabled"], &state["recovery_codes_left"]), (&json!(true), &json!(10)));
}

#[db_test]
async fn a_code_is_accepted_once(app: &TestApp) {
    let admin = app.admin().await;
    let (phone, _) = Authenticator::set_up(app, &admin).await;
    let first = phone.code(app);
    let again = ticket(app, PASSWORD).await;
    assert_eq!(finish(app, &again, &first).await.0, 403, "the code of the set-up is used up");
    app.ctx.clock.advance(TimeDelta::seconds(30));
    let attempts = (0..50).map(|_| async { finish(app, &ticket(app, PASSWORD).await, &phone.code(app)).await.0 });
    let statuses = futures_util::future::join_all(attempts).await;
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
}

#[db_test]
async fn a_ticket_lasts_five_minutes_and_ends_with_the_password(app: &TestApp) {
    let admin = app.admin().await;
    let (phone, _) = Authenticator::set_up(app, &admin).await;
    let late = ticket(app, PASSWORD).await;
    app.ctx.clock.advance(TimeDelta::minutes(5));
    assert_eq!(finish(app, &late, &phone.code(app)).await.0, 410);
    let old = ticket(app, PASSWORD).await;
    let body = json!({"current_password": PASSWORD, "password": NEW_PASSWORD, "code": phone.code(app)});
    admin.put_json("/api/v1/accounts/me/password", &body).await.expect(204);
    app.ctx.clock.advance(TimeDelta::seconds(30));
    assert_eq!(finish(app, &old, &phone.code(app)).await.0, 410);
}

#[db_test]
async fn a_recovery_code_stands_in_once_even_fifty_at_a_time(app: &TestApp) {
    let admin = app.admin().await;
    let (_, codes) = Authenticator::set_up(app, &admin).await;
    assert_eq!(codes.len(), 10);
    let letters = codes[0].chars().filter(|letter| letter.is_alphanumeric()).count();
    assert!(letters * 5 >= 128, "{}: a letter has five bits", codes[0]);
    let attempts = (0..50).map(|_| async { finish(app, &ticket(app, PASSWORD).await, &codes[0]).await.0 });
    let statuses = futures_util::future::join_all(attempts).await;
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    let state = admin.get("/api/v1/accounts/me/two-factor").await.expect(200);
    assert_eq!(state["recovery_codes_left"], 9);
}

#[db_test]
async fn codes_cannot_be_guessed_in_a_row(app: &TestApp) {
    let admin = app.admin().await;
    let (phone, _) = Authenticator::set_up(app, &admin).await;
    app.ctx.clock.advance(TimeDelta::seconds(30));
    let ticket = ticket(app, PASSWORD).await;
    for _ in 0..6 {
        assert_eq!(finish(app, &ticket, &phone.wrong_code(app)).await.0, 403);
    }
    assert_eq!(finish(app, &ticket, &phone.code(app)).await.0, 429, "not even the right one is looked at");
    app.ctx.clock.advance(TimeDelta::seconds(30));
    assert_eq!(finish(app, &ticket, &phone.code(app)).await.0, 201);
}

#[db_test]
async fn turning_it_off_needs_password_and_code(app: &TestApp) {
    let admin = app.admin().await;
    let (phone, _) = Authenticator::set_up(app, &admin).await;
    app.ctx.clock.advance(TimeDelta::seconds(30));
    let off = async |password: &str, code: Option<String>| {
        let body = json!({"current_password": password, "code": code});
        admin.post("/api/v1/accounts/me/two-factor/removal", &body).await.status.as_u16()
    };
    assert_eq!(off("wrong horse", Some(phone.code(app))).await, 403);
    assert_eq!(off(PASSWORD, None).await, 401);
    assert_eq!(off(PASSWORD, Some(phone.wrong_code(app))).await, 403);
    let again = json!({"current_password": PASSWORD});
    assert_eq!(admin.post("/api/v1/accounts/me/two-factor", &again).await.code(), "two_factor_on");
    assert_eq!(off(PASSWORD, Some(phone.code(app))).await, 204);
    let body = json!({"email": "admin@example.org", "password": PASSWORD});
    app.visitor().post("/api/v1/sessions", &body).await.expect(201);
    let events: Vec<_> =
        app.queued_mails("security_notice").await.iter().map(|mail| mail["values"]["event"].clone()).collect();
    assert_eq!(events, ["two_factor_off", "two_factor_on"]);
}

#[db_test]
async fn new_recovery_codes_replace_the_old_ones(app: &TestApp) {
    let admin = app.admin().await;
    let (phone, old) = Authenticator::set_up(app, &admin).await;
    app.ctx.clock.advance(TimeDelta::seconds(30));
    let body = json!({"current_password": PASSWORD, "code": phone.code(app)});
    let new = admin.post("/api/v1/accounts/me/two-factor/recovery-codes", &body).await.expect(201);
    let ticket = ticket(app, PASSWORD).await;
    assert_eq!(finish(app, &ticket, &old[0]).await.0, 403);
    assert_eq!(finish(app, &ticket, new["codes"][0].as_str().unwrap()).await.0, 201);
}

#[db_test]
async fn a_reset_of_the_password_does_not_go_around_the_second_factor(app: &TestApp) {
    let admin = app.admin().await;
    let (phone, _) = Authenticator::set_up(app, &admin).await;
    let body = json!({"token": app.queued_mails("verify_address").await[0]["values"]["token"]});
    app.visitor().post("/api/v1/address-verifications/confirm", &body).await.expect(204);
    let answer = reset_password(app).await;
    assert!(!answer.headers.contains_key("set-cookie"), "it does not sign in");
    app.ctx.clock.advance(TimeDelta::seconds(30));
    let ticket = ticket(app, NEW_PASSWORD).await;
    assert_eq!(finish(app, &ticket, &phone.code(app)).await.0, 201);
}

async fn reset_password(app: &TestApp) -> Answer {
    app.visitor().post("/api/v1/password-resets", &json!({"email": "admin@example.org"})).await.expect(202);
    app.run_reset_requests().await;
    let token = app.queued_mails("reset_password").await[0]["values"]["token"].clone();
    let body = json!({"token": token, "password": NEW_PASSWORD});
    let answer = app.visitor().post("/api/v1/password-resets/confirm", &body).await;
    answer.expect(204);
    answer
}

#[db_test]
async fn whoever_typed_the_address_of_another_cannot_lock_its_owner_out(app: &TestApp) {
    let admin = app.admin().await;
    Authenticator::set_up(app, &admin).await;
    reset_password(app).await;
    let body = json!({"email": "admin@example.org", "password": NEW_PASSWORD});
    app.visitor().post("/api/v1/sessions", &body).await.expect(201);
}

#[db_test]
async fn what_outlives_a_session_asks_for_the_code_as_well(app: &TestApp) {
    let admin = app.admin().await;
    let (phone, _) = Authenticator::set_up(app, &admin).await;
    let me = "/api/v1/accounts/me";
    for (path, body) in [
        (format!("{me}/app-passwords"), json!({"name": "player"})),
        (format!("{me}/api-tokens"), json!({"name": "script", "scopes": ["read"], "days": 1})),
        (format!("{me}/password"), json!({"password": NEW_PASSWORD})),
        ("/api/v1/address-changes".to_owned(), json!({"email": "new@example.org"})),
    ] {
        app.ctx.clock.advance(TimeDelta::seconds(30));
        let ask = async |code: Option<String>| {
            let mut body = body.clone();
            body["current_password"] = json!(PASSWORD);
            if let Some(code) = code {
                body["code"] = json!(code);
            }
            let changes = path.ends_with("/password");
            if changes { admin.put_json(&path, &body).await } else { admin.post(&path, &body).await }
        };
        assert_eq!(ask(None).await.code(), "second_factor_required", "{path}");
        assert_eq!(ask(Some(phone.wrong_code(app))).await.code(), "wrong_code", "{path}");
        if !path.ends_with("/password") {
            assert!(ask(Some(phone.code(app))).await.status.is_success(), "{path}");
        }
    }
}

#[db_test]
async fn a_second_step_that_is_killed_uses_the_code_and_the_ticket_together_or_neither(app: &TestApp) {
    let admin = app.admin().await;
    let (_, codes) = Authenticator::set_up(app, &admin).await;
    let kills = Kills::new();
    let mut steps = 0;
    let mut codes = codes.into_iter();
    let mut code = codes.next().unwrap();
    loop {
        let ticket = ticket(app, PASSWORD).await;
        let before = app.queued_mails("security_notice").await.len();
        let was_killed = kills.at_step(steps + 1, async { drop(finish(app, &ticket, &code).await) }).await;
        assert_eq!(app.queued_mails("security_notice").await.len(), before);
        let (status, _) = finish(app, &ticket, &code).await;
        assert!(status == 201 || status == 410, "code and ticket go together: {status}");
        code = codes.next().unwrap_or(code);
        if !was_killed || codes.len() == 0 {
            break;
        }
        steps += 1;
    }
    assert!(steps >= 6, "{steps} steps");
}
