//! What clients see when something breaks inside.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use axum::{Router, routing::get};
use http::StatusCode;
use sillon::{config::Role, serve::build_router};
use sillon_domain::Context;
use sillon_http::wrap_router;
use sillon_testing::{TestApp, db_test};

const INTERNAL: [&str; 8] =
    ["sqlx", "sea_orm", "panicked", "stack", "pool", ".rs", "SELECT", "the secret of the handler"];

#[db_test]
async fn no_internal_text_reaches_a_client(app: &TestApp) {
    async fn panics() -> StatusCode {
        panic!("the secret of the handler");
    }
    let router = Router::new().route("/panics", get(panics));
    let visitor = app.visitor_of(wrap_router(router, app.ctx.clone(), sillon_http::DeclaredQueries::default()));
    let answer = visitor.get("/panics").await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (500, "internal"));
    for word in INTERNAL {
        assert!(!answer.text().contains(word), "{word}: {}", answer.text());
    }
}

#[db_test]
async fn a_lost_database_is_told_and_survived(app: &TestApp) {
    let db = app.connect_again().await;
    db.close().await.unwrap();
    let ctx = Context { db, ..app.ctx.clone() };
    let visitor = app.visitor_of(build_router(ctx, &[Role::Api, Role::Streaming]));
    for path in ["/api/v1/tracks", "/api/v1/status", "/api/v1/instance"] {
        let answer = visitor.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (503, "unavailable"), "{path}");
        for word in INTERNAL {
            assert!(!answer.text().contains(word), "{word}: {}", answer.text());
        }
    }
    let ready = visitor.get("/readyz").await.expect(503);
    assert_eq!(ready["checks"]["database"]["state"], "failing");
    assert_eq!(ready["checks"]["storage"]["state"], "ok");
    visitor.get("/livez").await.expect(200);
}

#[db_test]
async fn a_full_queue_of_passwords_is_told_with_a_time_to_wait(app: &TestApp) {
    app.admin().await;
    let passwords = sillon_domain::accounts::PasswordHashing::bounded(1, 1, std::time::Duration::from_secs(10));
    let ctx = Context { passwords, ..app.ctx.clone() };
    let visitor = app.visitor_of(build_router(ctx, &[Role::Api]));
    let attempts = (0..40).map(|number| {
        let visitor = visitor.clone();
        let body = serde_json::json!({"email": format!("{number}@example.org"), "password": "wrong horse"});
        tokio::spawn(async move { visitor.post("/api/v1/sessions", &body).await })
    });
    let (mut wrong, mut refused) = (0, 0);
    for attempt in attempts.collect::<Vec<_>>() {
        let answer = attempt.await.unwrap();
        match answer.code().as_str() {
            "wrong_credentials" => wrong += 1,
            "overloaded" => {
                assert_eq!((answer.status.as_u16(), &answer.headers["retry-after"]), (503, &"5".parse().unwrap()));
                refused += 1;
            }
            other => panic!("{other}"),
        }
    }
    assert!(wrong >= 1 && refused >= 1, "{wrong} {refused}");
    visitor.get("/api/v1/instance").await.expect(200);
}
