//! Limits: who is refused, who is not, and what the answer says.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use axum::body::Body;
use chrono::TimeDelta;
use http::{HeaderName, Request, header};
use serde_json::json;
use sillon_domain::limits::{Budget, Limits, RouteClass, Subject};
use sillon_testing::{Answer, Person, TestApp, db_test};

const GUESS: &str = "wrong horse";

async fn guess(person: &Person, email: &str) -> Answer {
    person.post("/api/v1/sessions", &json!({"email": email, "password": GUESS})).await
}

fn text(answer: &Answer, name: &str) -> String {
    answer.headers[name].to_str().unwrap().to_owned()
}

/// A guess that costs no hash, of the class auth.
async fn guess_token(person: &Person) -> Answer {
    let body = json!({
        "token": "guessed", "email": "a@example.org", "display_name": "A", "password": "correct horse",
    });
    person.post("/api/v1/setup", &body).await
}

const FEW: u32 = 4;

/// Visitors of an instance where everybody may ask for little, so that a test soon asks for too much.
fn where_little_is_allowed(app: &TestApp) -> Person {
    app.visitor_with(|settings| settings.limits.address.per_minute = [FEW; 5])
}

#[db_test]
async fn an_address_that_asks_too_much_is_refused_and_told_how_long(app: &TestApp) {
    let visitor = where_little_is_allowed(app);
    let (greedy, other) = (visitor.clone().at("203.0.113.7"), visitor.at("203.0.113.8"));
    for left in (0..FEW).rev() {
        let answer = guess_token(&greedy).await;
        assert_eq!(answer.status, 403);
        assert!(
            text(&answer, "ratelimit").starts_with(&format!("\"auth-address\";r={left};t=")),
            "{:?}",
            answer.headers
        );
        assert_eq!(text(&answer, "ratelimit-policy"), format!("\"auth-address\";q={FEW};w=60"));
    }
    let refused = guess_token(&greedy).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (429, "too_many_requests"));
    assert_eq!(text(&refused, "retry-after"), "15");
    assert_eq!(guess_token(&other).await.status, 403);
    greedy.get("/api/v1/instance").await.expect(200);
    app.ctx.clock.advance(TimeDelta::seconds(15));
    assert_eq!(guess_token(&greedy).await.status, 403);
}

#[db_test]
async fn an_account_is_counted_wherever_it_asks_from(app: &TestApp) {
    let admin = app.admin().await;
    let admin = app.visitor_with(|settings| settings.limits.account.per_minute = [FEW; 5]).signed_in_as(&admin);
    let rename = async |number: u32| {
        let person = admin.clone().at(&format!("203.0.113.{number}"));
        person.patch("/api/v1/tracks/01978f6e-1c00-7000-8000-000000000001", &json!({"title": "x"})).await
    };
    for number in 0..FEW {
        assert_eq!(rename(number).await.status, 404);
    }
    let refused = rename(FEW).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (429, "too_many_requests"));
    assert!(text(&refused, "ratelimit").contains("\"write-account\";r=0"), "{:?}", refused.headers);
}

#[db_test]
async fn addresses_of_one_ipv6_customer_are_one(app: &TestApp) {
    let visitor = where_little_is_allowed(app);
    let from = async |address: &str| guess_token(&visitor.clone().at(address)).await.status;
    for number in 0..FEW {
        assert_eq!(from(&format!("2001:db8:1:2::{number:x}")).await, 403);
    }
    assert_eq!(from("2001:db8:1:2:ffff::1").await, 429);
    assert_eq!(from("2001:db8:1:3::1").await, 403);
}

#[db_test]
async fn health_and_programs_on_the_machine_are_never_refused(app: &TestApp) {
    let visitor = where_little_is_allowed(app);
    let (monitor, local) = (visitor.clone().at("203.0.113.7"), visitor.at("127.0.0.1"));
    for _ in 0..FEW * 2 {
        monitor.get("/livez").await.expect(200);
        local.get("/api/v1/instance").await.expect(200);
    }
    for _ in 0..FEW {
        monitor.get("/api/v1/instance").await.expect(200);
    }
    assert_eq!(monitor.get("/api/v1/instance").await.status, 429);
    assert!(!monitor.get("/livez").await.headers.contains_key("ratelimit"));
}

#[db_test]
async fn the_client_behind_a_trusted_proxy_is_counted_and_nobody_else(app: &TestApp) {
    let visitor = where_little_is_allowed(app);
    let behind = async |peer: &str, client: &str| {
        let mut request = Request::get("/api/v1/instance").body(Body::empty()).unwrap();
        request.headers_mut().insert(HeaderName::from_static("x-forwarded-for"), client.parse().unwrap());
        visitor.clone().at(peer).send(request).await.status
    };
    for _ in 0..FEW {
        assert_eq!(behind("127.0.0.1", "198.51.100.1").await, 200);
    }
    assert_eq!(behind("127.0.0.1", "198.51.100.1").await, 429);
    assert_eq!(behind("127.0.0.1", "203.0.113.9, 198.51.100.1").await, 429, "what a client makes up changes nothing");
    assert_eq!(behind("127.0.0.1", "198.51.100.2").await, 200);
    assert_eq!(behind("198.51.100.1", "203.0.113.9").await, 429, "a stranger's header is not believed");
}

#[db_test]
async fn guesses_at_one_account_wait_longer_and_longer_and_its_owner_does_not(app: &TestApp) {
    app.admin().await;
    let (guesser, owner) = (app.visitor().at("203.0.113.7"), app.visitor().at("203.0.113.8"));
    for _ in 0..5 {
        assert_eq!(guess(&guesser, "admin@example.org").await.status, 401);
    }
    let mut waits = Vec::new();
    for _ in 0..5 {
        let refused = guess(&guesser, "ADMIN@example.org").await;
        assert_eq!(refused.code(), "too_many_requests");
        let wait: i64 = text(&refused, "retry-after").parse().unwrap();
        waits.push(wait);
        app.ctx.clock.advance(TimeDelta::seconds(wait));
        assert_eq!(guess(&guesser, "admin@example.org").await.status, 401);
    }
    assert_eq!(waits, [1, 2, 4, 8, 16]);
    let right = json!({"email": "admin@example.org", "password": "correct horse"});
    owner.post("/api/v1/sessions", &right).await.expect(201);
    assert_eq!(guesser.post("/api/v1/sessions", &right).await.status, 429, "even the right password waits");
    app.ctx.clock.advance(TimeDelta::seconds(32));
    guesser.post("/api/v1/sessions", &right).await.expect(201);
    assert_eq!(guess(&guesser, "admin@example.org").await.status, 401, "a success forgives");
}

#[db_test]
async fn whoever_has_a_session_guesses_the_password_no_faster(app: &TestApp) {
    let thief = app.admin().await.at("203.0.113.7");
    let guess = async || {
        let body = json!({"current_password": GUESS, "password": "another calm evening"});
        thief.put_json("/api/v1/accounts/me/password", &body).await
    };
    for _ in 0..5 {
        assert_eq!(guess().await.code(), "wrong_password");
    }
    assert_eq!(guess().await.code(), "too_many_requests");
}

#[db_test]
async fn fifty_guesses_at_once_gain_nothing(app: &TestApp) {
    app.admin().await;
    let guesses = (0..50).map(|_| {
        let person = app.visitor().at("203.0.113.7");
        tokio::spawn(async move { guess(&person, "admin@example.org").await.status.as_u16() })
    });
    let mut wrong = 0;
    for guess in guesses.collect::<Vec<_>>() {
        wrong += u32::from(guess.await.unwrap() == 401);
    }
    assert_eq!(wrong, 5);
}

#[db_test]
async fn an_account_that_does_not_exist_waits_like_one_that_does(app: &TestApp) {
    app.admin().await;
    let statuses = async |email: &str| {
        let person = app.visitor().at("203.0.113.9");
        let mut statuses = Vec::new();
        for _ in 0..7 {
            statuses.push(guess(&person, email).await.status.as_u16());
        }
        statuses
    };
    assert_eq!(statuses("admin@example.org").await, statuses("nobody@example.org").await);
}

#[db_test]
async fn nodes_that_share_a_database_share_the_budget(app: &TestApp) {
    let nodes = [0, 1].map(|_| Limits::shared(&app.ctx.db, app.ctx.clock.clone()));
    let subject = Subject::Address("203.0.113.7".parse().unwrap());
    let budget = Budget { requests: 10, window_s: 60 };
    let charges = (0..40).map(|number: usize| {
        let node = nodes[number % 2].clone();
        tokio::spawn(async move { node.charge(RouteClass::Auth, subject, budget).await.refused_for_s })
    });
    let mut passed = 0;
    for charge in charges.collect::<Vec<_>>() {
        passed += u32::from(charge.await.unwrap().is_none());
    }
    assert_eq!(passed, 10);
    assert_eq!(nodes[0].charge(RouteClass::Auth, subject, budget).await.refused_for_s, Some(6));
    app.ctx.clock.advance(TimeDelta::seconds(6));
    assert_eq!(nodes[1].charge(RouteClass::Auth, subject, budget).await.refused_for_s, None);
    let address = Some("203.0.113.7".parse().unwrap());
    for number in 0..5 {
        nodes[number % 2].begin_sign_in("a@example.org", address).await.unwrap();
    }
    assert!(nodes[0].begin_sign_in("a@example.org", address).await.is_err());
    nodes[1].sign_in_succeeded("a@example.org", address).await;
    nodes[0].begin_sign_in("a@example.org", address).await.unwrap();
}

#[db_test]
async fn a_refusal_is_read_in_the_clients_language(app: &TestApp) {
    let person = where_little_is_allowed(app).at("203.0.113.7");
    for _ in 0..FEW {
        guess_token(&person).await;
    }
    let request = Request::post("/api/v1/setup").header(header::ACCEPT_LANGUAGE, "fr-CA, en;q=0.5");
    let refused = person.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(text(&refused, "content-language"), "fr");
    let problem = refused.expect(429);
    assert_eq!(problem["title"], "Trop de demandes");
    assert_eq!(problem["detail"], "Réessayez dans 15 s.");
}
