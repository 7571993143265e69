//! Headers that every answer carries, whatever route gives it.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use axum::body::Body;
use http::{Method, Request, header};
use serde_json::Value;
use sillon::serve::openapi_json;
use sillon_testing::{Answer, TestApp, db_test};

const OTHERS: [(&str, &str); 11] = [
    ("GET", "/"),
    ("GET", "/status"),
    ("GET", "/assets/none.js"),
    ("GET", "/favicon.svg"),
    ("GET", "/livez"),
    ("GET", "/readyz"),
    ("GET", "/status.json"),
    ("GET", "/metrics"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/api/v1/nothing"),
    ("GET", "/s/public/01978f6e-1c00-7000-8000-000000000001/master.m3u8"),
];

/// Every operation of the document, and what it does not describe.
fn routes() -> Vec<(Method, String)> {
    let document: Value = serde_json::from_str(&openapi_json()).unwrap();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys().filter(|name| *name != "parameters") {
            let mut path = path.clone();
            while let Some((before, rest)) = path.clone().split_once('{') {
                let (_, after) = rest.split_once('}').unwrap();
                path = format!("{before}01978f6e-1c00-7000-8000-000000000001{after}");
            }
            routes.push((method.to_uppercase().parse().unwrap(), path));
        }
    }
    routes.extend(OTHERS.map(|(method, path)| (method.parse().unwrap(), path.to_owned())));
    routes
}

fn value<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).unwrap_or_else(|| panic!("{name} is missing: {answer:?}")).to_str().unwrap()
}

#[db_test]
async fn every_route_has_every_header(app: &TestApp) {
    let visitor = app.visitor_with(|settings| settings.public_url = None);
    for (method, path) in routes() {
        let request = Request::builder().method(&method).uri(&path).header(header::ACCEPT, "text/html");
        let answer = visitor.send(request.body(Body::empty()).unwrap()).await;
        let context = format!("{method} {path}");
        assert_eq!(value(&answer, "x-content-type-options"), "nosniff", "{context}");
        assert_eq!(value(&answer, "referrer-policy"), "same-origin", "{context}");
        assert_eq!(value(&answer, "x-frame-options"), "DENY", "{context}");
        assert_eq!(value(&answer, "cross-origin-opener-policy"), "same-origin", "{context}");
        assert!(value(&answer, "permissions-policy").contains("camera=()"), "{context}");
        assert!(["same-origin", "cross-origin"].contains(&value(&answer, "cross-origin-resource-policy")), "{context}");
        let policy = value(&answer, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{context}");
        assert!(!policy.contains("unsafe"), "{context}: {policy}");
        assert!(answer.headers.contains_key("x-request-id"), "{context}");
        assert!(!answer.headers.contains_key("strict-transport-security"), "{context}");
        assert!(!answer.headers.contains_key("server"), "{context}");
        if path.starts_with("/api/") {
            assert!(answer.headers.contains_key(header::CACHE_CONTROL), "{context}");
        }
    }
}

#[db_test]
async fn tls_is_remembered_where_the_instance_has_it(app: &TestApp) {
    let visitor = app.visitor_with(|settings| settings.public_url = Some("https://music.example.org".to_owned()));
    for path in ["/", "/livez", "/api/v1/instance", "/api/v1/nothing"] {
        assert_eq!(value(&visitor.get(path).await, "strict-transport-security"), "max-age=63072000", "{path}");
    }
}

#[db_test]
async fn trace_is_not_answered(app: &TestApp) {
    for path in ["/", "/livez", "/api/v1/instance"] {
        let request = Request::builder().method(Method::TRACE).uri(path).body(Body::empty()).unwrap();
        assert_eq!(app.visitor().send(request).await.status, 405, "{path}");
    }
}

/// Scanners of links in mails ask for anything; a page that answers 404 to them looks like a broken letter.
#[db_test]
async fn pages_that_mails_link_to_are_there_for_whoever_asks_for_anything(app: &TestApp) {
    let visitor = app.visitor();
    for (path, accept, kind) in [
        ("/join", Some("*/*"), "text/html"),
        ("/decline", None, "text/html"),
        ("/reset-password", Some("text/plain, */*;q=0.1"), "text/html"),
        ("/join", Some("application/json"), "application/problem+json"),
        ("/nowhere", Some("*/*"), "application/problem+json"),
    ] {
        let mut request = Request::builder().method(Method::GET).uri(path);
        if let Some(accept) = accept {
            request = request.header(header::ACCEPT, accept);
        }
        let answer = visitor.send(request.body(Body::empty()).unwrap()).await;
        assert!(value(&answer, "content-type").starts_with(kind), "{path} {accept:?}: {answer:?}");
    }
}
