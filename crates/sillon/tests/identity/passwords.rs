//! Passwords: which are accepted, how one is changed, how old hashes become new ones.

use serde_json::json;
use sillon_domain::sessions::Browser;
use sillon_testing::{Kills, Person, TestApp, db_test};

use crate::authenticator::PASSWORD;

const NEW_PASSWORD: &str = "another calm evening";

async fn change(person: &Person, current: &str, new: &str) -> u16 {
    let body = json!({"current_password": current, "password": new});
    person.put_json("/api/v1/accounts/me/password", &body).await.status.as_u16()
}

async fn signed_in(app: &TestApp, email: &str, password: &str) -> Option<Person> {
    let mut person = app.visitor();
    let answer = person.post_and_remember("/api/v1/sessions", &json!({"email": email, "password": password})).await;
    (answer.status == 201).then_some(person)
}

#[db_test]
async fn a_common_password_makes_no_account(app: &TestApp) {
    app.admin().await;
    let body = json!({"email": "ada@example.org", "display_name": "Ada", "password": "Password1"});
    let problem = app.visitor().post("/api/v1/accounts", &body).await.expect(422);
    assert_eq!(problem["errors"][0]["code"], "too_common");
}

#[db_test]
async fn a_changed_password_ends_the_other_sessions(app: &TestApp) {
    let admin = app.admin().await;
    let other = signed_in(app, "admin@example.org", PASSWORD).await.unwrap();
    assert_eq!(change(&admin, "wrong horse", NEW_PASSWORD).await, 403);
    assert_eq!(change(&admin, PASSWORD, "12345678").await, 422);
    assert_eq!(change(&admin, PASSWORD, NEW_PASSWORD).await, 204);
    other.get("/api/v1/accounts/me").await.expect(401);
    admin.get("/api/v1/accounts/me").await.expect(200);
    assert!(signed_in(app, "admin@example.org", PASSWORD).await.is_none());
    assert!(signed_in(app, "admin@example.org", NEW_PASSWORD).await.is_some());
    assert_eq!(app.queued_mails("security_notice").await[0]["values"]["event"], "password_changed");
}

#[db_test]
async fn of_fifty_changes_at_once_one_counts(app: &TestApp) {
    let admin = app.admin().await;
    let attempts = (0..50).map(|number| {
        let admin = admin.clone();
        tokio::spawn(async move { change(&admin, PASSWORD, &format!("calm evening {number}")).await })
    });
    let mut changed = Vec::new();
    for (number, attempt) in attempts.collect::<Vec<_>>().into_iter().enumerate() {
        match attempt.await.unwrap() {
            204 => changed.push(number),
            status => assert_eq!(status, 403),
        }
    }
    assert_eq!(changed.len(), 1);
    assert!(signed_in(app, "admin@example.org", &format!("calm evening {}", changed[0])).await.is_some());
}

#[db_test]
async fn a_change_that_is_killed_at_any_step_happened_or_did_not(app: &TestApp) {
    app.admin().await;
    let kills = Kills::new();
    let mut steps = 0;
    loop {
        let name = format!("p{steps}");
        let email = format!("{name}@example.org");
        let person = app.creator(&name).await;
        let other = signed_in(app, &email, PASSWORD).await.unwrap();
        // The first request of an hour is written down; that is not the write that this is about.
        person.get("/api/v1/accounts/me").await.expect(200);
        other.get("/api/v1/accounts/me").await.expect(200);
        let was_killed = kills.at_step(steps + 1, async { _ = change(&person, PASSWORD, NEW_PASSWORD).await }).await;
        let is_new = signed_in(app, &email, NEW_PASSWORD).await.is_some();
        assert_eq!(signed_in(app, &email, PASSWORD).await.is_some(), !is_new, "one password, at step {steps}");
        assert_eq!(other.get("/api/v1/accounts/me").await.status == 401, is_new, "the other session ends with it");
        if !was_killed {
            break;
        }
        steps += 1;
    }
    assert!(steps >= 6, "{steps} steps");
}

#[db_test]
async fn a_hash_of_less_work_is_replaced_at_sign_in(app: &TestApp) {
    app.admin().await;
    let mut raised = app.second_instance().await;
    raised.ctx.passwords = raised.ctx.passwords.clone().with_passes(3);
    let hash = async || {
        let tx = app.ctx.db.read().await.unwrap();
        let email = sillon_domain::accounts::parse_email("admin@example.org").unwrap();
        sillon_domain::accounts::account_by_email(&tx, &email).await.unwrap().unwrap().password_hash
    };
    assert!(hash().await.contains("t=2"));
    let origin = sillon_domain::audit::Origin::operator();
    sillon_domain::sessions::sign_in(
        &raised.ctx,
        &origin,
        "admin@example.org",
        PASSWORD.to_owned(),
        &Browser::default(),
    )
    .await
    .unwrap();
    assert!(hash().await.contains("t=3"));
    assert!(signed_in(app, "admin@example.org", PASSWORD).await.is_some(), "the old work verifies the new hash");
    raised.ctx.db.close().await.unwrap();
}
