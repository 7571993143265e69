//! `/livez`: the process answers, whatever else does. `/readyz`: it can serve, because its database, its schema and its
//! storage are as they must be. Neither needs a session nor reveals anything about people.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Extension, Json, Router, extract::State, routing::get};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};
use sillon_domain::{
    Context,
    status::{PartCheck, State as PartState, check_database, check_migrations, check_storage},
};
use tokio::sync::Mutex;

/// However often it is asked, the storage is written once in this time.
const KEPT_FOR: Duration = Duration::from_secs(1);

/// Both routes.
pub fn health_routes() -> Router<Context> {
    let last = Kept::default();
    Router::new().route("/livez", get(live)).route("/readyz", get(ready).layer(Extension(last)))
}

type Answer = (StatusCode, [(HeaderName, HeaderValue); 1], Json<Value>);
type Report = (bool, Value);
type Kept = Arc<Mutex<Option<(Instant, Report)>>>;

fn answer(status: StatusCode, body: Value) -> Answer {
    (status, [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(body))
}

async fn live() -> Answer {
    answer(StatusCode::OK, json!({ "status": "live" }))
}

async fn ready(State(ctx): State<Context>, Extension(last): Extension<Kept>) -> Answer {
    let mut last = last.lock().await;
    let kept = last.as_ref().filter(|(at, _)| at.elapsed() < KEPT_FOR).map(|(_, report)| report.clone());
    let (is_ready, checks) = match kept {
        Some(report) => report,
        None => last.insert((Instant::now(), examine(&ctx).await)).1.clone(),
    };
    let (status, word) =
        if is_ready { (StatusCode::OK, "ready") } else { (StatusCode::SERVICE_UNAVAILABLE, "not ready") };
    answer(status, json!({ "status": word, "checks": checks }))
}

async fn examine(ctx: &Context) -> Report {
    let (database, migrations, storage) = tokio::join!(check_database(ctx), check_migrations(ctx), check_storage(ctx));
    let checks = [("database", database), ("migrations", migrations), ("storage", storage)];
    let is_ready = checks.iter().all(|(_, check)| check.state != PartState::Down);
    let described: Map<String, Value> =
        checks.iter().map(|(name, check)| ((*name).to_owned(), describe(check))).collect();
    (is_ready, Value::Object(described))
}

fn describe(check: &PartCheck) -> Value {
    json!({ "state": check.word, "duration_ms": u64::try_from(check.took.as_millis()).unwrap_or(u64::MAX) })
}
