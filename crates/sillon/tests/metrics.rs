//! Metrics: who may read them, and what they say.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use http::header;
use sillon::{
    config::{Role, Secret},
    serve::{build_router_with_metrics, collect_metrics},
};
use sillon_testing::{Person, TestApp, db_test, tone_wave};

const TOKEN: &str = "6f1c9b0c5e7d4a31b1d7f6a2c9e8d7b6";

fn with_token(app: &TestApp, token: &str) -> Person {
    let token: Secret = serde_json::from_value(token.into()).unwrap();
    app.visitor_of(build_router_with_metrics(app.ctx.clone(), &[Role::Api, Role::Streaming], token))
}

#[db_test]
async fn only_the_holder_of_the_token_reads_metrics(app: &TestApp) {
    let person = with_token(app, TOKEN);
    let read =
        async |person: &Person, value: &str| person.get_with("/metrics", header::AUTHORIZATION, value).await.status;
    assert_eq!(read(&person, &format!("Bearer {TOKEN}")).await, 200);
    for wrong in ["Bearer ", "Bearer x", TOKEN, &format!("Basic {TOKEN}")] {
        assert_eq!(read(&person, wrong).await, 404, "{wrong}");
    }
    assert_eq!(person.get("/metrics").await.code(), "not_found");
    assert_eq!(read(&with_token(app, ""), "Bearer ").await, 404, "without a token there is nothing");
}

#[db_test]
async fn metrics_tell_of_requests_jobs_passwords_and_the_machine(app: &TestApp) {
    collect_metrics();
    let admin = app.admin().await;
    admin.upload("song.wav", tone_wave(100)).await.expect(201);
    admin.get("/api/v1/tracks/01978f6e-1c00-7000-8000-000000000001").await.expect(404);
    app.ctx.clock.advance(chrono::TimeDelta::seconds(90));
    let holder = with_token(app, TOKEN);
    let answer = holder.get_with("/metrics", header::AUTHORIZATION, &format!("Bearer {TOKEN}")).await;
    let text = answer.text();
    for line in [
        "sillon_http_requests_total{method=\"GET\",route=\"/api/v1/tracks/{id}\",status=\"404\"} 1",
        "sillon_http_request_seconds_bucket{method=\"POST\",route=\"/api/v1/uploads\",le=\"30\"} 1",
        "sillon_jobs{queue=\"encode\",kind=\"encode_track\",state=\"available\"} 1",
        "sillon_jobs_oldest_due_seconds{queue=\"encode\",kind=\"encode_track\"} 90",
        "sillon_password_hashes_waiting 0",
        "sillon_password_hash_seconds_count",
        "sillon_database_connections{pool=\"reader\",state=\"idle\"}",
        "process_resident_memory_bytes",
        "process_open_fds",
        "sillon_build_info{version=",
    ] {
        assert!(text.contains(line), "{line} is missing:\n{text}");
    }
}
