//! Pages of other sites: which may read, which may act, and that `*` never acts.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use axum::body::Body;
use http::{Method, Request, header};
use serde_json::json;
use sillon_testing::{Answer, Person, TestApp, db_test};

const FRIEND: &str = "https://app.example.org";
const STRANGER: &str = "https://evil.example";

fn with_origins(app: &TestApp, origins: &[&str]) -> Person {
    app.visitor_with(|settings| settings.cors_origins = origins.iter().map(|origin| (*origin).to_owned()).collect())
}

async fn from_origin(person: &Person, method: Method, origin: &str) -> Answer {
    let mut request = match method {
        Method::OPTIONS => {
            let request = Request::options("/api/v1/sessions").header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST");
            request.header(header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type").body(Body::empty()).unwrap()
        }
        Method::GET => Request::get("/api/v1/instance").body(Body::empty()).unwrap(),
        _ => Person::json_request(method, "/api/v1/sessions", &json!({"email": "a@example.org", "password": "x"})),
    };
    request.headers_mut().insert(header::HOST, "music.example.org".parse().unwrap());
    request.headers_mut().insert(header::ORIGIN, origin.parse().unwrap());
    person.send(request).await
}

fn allowed(answer: &Answer) -> (Option<&str>, bool) {
    let origin = answer.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).map(|value| value.to_str().unwrap());
    (origin, answer.headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS))
}

#[db_test]
async fn without_a_named_origin_nothing_is_shared(app: &TestApp) {
    for method in [Method::OPTIONS, Method::GET, Method::POST] {
        let answer = from_origin(&app.visitor(), method, FRIEND).await;
        assert_eq!(allowed(&answer), (None, false));
    }
    assert_eq!(from_origin(&app.visitor(), Method::POST, FRIEND).await.code(), "origin_refused");
}

#[db_test]
async fn a_named_origin_reads_and_acts_and_a_stranger_does_not(app: &TestApp) {
    let person = with_origins(app, &[FRIEND, "https://other.example.org"]);
    let preflight = from_origin(&person, Method::OPTIONS, FRIEND).await;
    assert_eq!(preflight.status, 200);
    assert_eq!(allowed(&preflight), (Some(FRIEND), true));
    assert!(preflight.headers[header::ACCESS_CONTROL_ALLOW_METHODS].to_str().unwrap().contains("PATCH"));
    assert_eq!(allowed(&from_origin(&person, Method::GET, FRIEND).await), (Some(FRIEND), true));
    assert_eq!(from_origin(&person, Method::POST, FRIEND).await.code(), "wrong_credentials");
    for origin in [STRANGER, "https://app.example.org.evil.example", "http://app.example.org", "null"] {
        assert_eq!(allowed(&from_origin(&person, Method::GET, origin).await).0, None, "{origin}");
        assert_eq!(from_origin(&person, Method::POST, origin).await.code(), "origin_refused", "{origin}");
    }
}

#[db_test]
async fn a_wildcard_reads_without_sessions_and_never_acts(app: &TestApp) {
    let person = with_origins(app, &["*", FRIEND]);
    let answer = from_origin(&person, Method::GET, STRANGER).await;
    assert_eq!(allowed(&answer), (Some("*"), false));
    assert_eq!(allowed(&from_origin(&person, Method::OPTIONS, STRANGER).await), (Some("*"), false));
    assert_eq!(from_origin(&person, Method::POST, STRANGER).await.code(), "origin_refused");
}
