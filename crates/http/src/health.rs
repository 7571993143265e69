//! `/livez`: the process answers. `/readyz`: it can serve, because its database answers and its schema is current.

use std::time::Duration;

use axum::{Json, Router, extract::State, routing::get};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;
use sillon_domain::Context;

const PATIENCE: Duration = Duration::from_secs(2);

/// Both routes; neither needs a session nor reveals anything about people.
pub fn health_routes() -> Router<Context> {
    Router::new().route("/livez", get(live)).route("/readyz", get(ready))
}

type Answer = (StatusCode, [(header::HeaderName, HeaderValue); 1], Json<serde_json::Value>);

fn answer(status: StatusCode, body: serde_json::Value) -> Answer {
    (status, [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(body))
}

async fn live() -> Answer {
    answer(StatusCode::OK, json!({ "status": "live" }))
}

async fn ready(State(ctx): State<Context>) -> Answer {
    let database = match tokio::time::timeout(PATIENCE, ctx.db.migration_state()).await {
        Ok(Ok(state)) if state.pending().is_empty() => "ok",
        Ok(Ok(_)) => "migrations are pending",
        Ok(Err(_)) => "failing",
        Err(_) => "slow",
    };
    let (status, word) = match database {
        "ok" => (StatusCode::OK, "ready"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "not ready"),
    };
    answer(status, json!({ "status": word, "checks": { "database": database } }))
}
