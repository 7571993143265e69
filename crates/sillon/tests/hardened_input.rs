//! Hostile bodies, queries and paths: each is refused before it does anything, with every bad place named.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::collections::BTreeSet;

use axum::body::Body;
use http::{Request, header};
use serde_json::{Value, json};
use sillon::serve::openapi_json;
use sillon_http::KNOWN_KEYWORDS;
use sillon_testing::{Answer, TestApp, db_test};

/// Status, code, and pointer with code of each field.
type Outcome = (u16, String, Vec<String>);

fn outcome(answer: &Answer) -> Outcome {
    let code = answer.code();
    let fields = answer.json()["errors"].as_array().cloned().unwrap_or_default();
    let field = |f: &Value| format!("{} {}", f["pointer"].as_str().unwrap(), f["code"].as_str().unwrap());
    let mut fields: Vec<_> = fields.iter().map(field).collect();
    fields.sort();
    (answer.status.as_u16(), code, fields)
}

async fn post(app: &TestApp, headers: &[(header::HeaderName, &str)], body: impl Into<Body>) -> Outcome {
    let mut request = Request::post("/api/v1/accounts").body(body.into()).unwrap();
    for (name, value) in headers {
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    outcome(&app.visitor().send(request).await)
}

const JSON: (header::HeaderName, &str) = (header::CONTENT_TYPE, "application/json");

/// A body that nobody may read: reading it never ends.
fn endless() -> Body {
    Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>())
}

#[db_test]
async fn type_and_size_are_refused_before_a_byte_is_read(app: &TestApp) {
    let unsupported = (415, "unsupported_media_type".to_owned(), Vec::new());
    for headers in [
        vec![],
        vec![(header::CONTENT_TYPE, "text/plain")],
        vec![(header::CONTENT_TYPE, "application/x-www-form-urlencoded")],
        vec![(header::CONTENT_TYPE, "application/json; charset=latin1")],
        vec![JSON, (header::CONTENT_ENCODING, "gzip")],
    ] {
        assert_eq!(post(app, &headers, endless()).await, unsupported, "{headers:?}");
    }
    let large = post(app, &[JSON, (header::CONTENT_LENGTH, "65537")], endless()).await;
    assert_eq!(large, (413, "body_too_large".to_owned(), Vec::new()));
    let undeclared =
        Body::from_stream(futures_util::stream::iter((0..3).map(|_| Ok::<_, std::io::Error>(vec![b' '; 40_000]))));
    assert_eq!(post(app, &[JSON], undeclared).await.1, "body_too_large");
}

#[db_test]
async fn json_that_nobody_should_send_is_refused_with_each_place(app: &TestApp) {
    let deep = r#"{"x":"#.repeat(40) + "1" + &"}".repeat(40);
    let cases: &[(&str, u16, &[&str])] = &[
        ("{", 400, &[]),
        (r#"{"email":"a@b.example"} {}"#, 400, &[]),
        (r#"{"email":"a","email":"b"}"#, 422, &["/email duplicate_key"]),
        (r#"{"unknown":{"a":1,"a":2}}"#, 422, &["/unknown/a duplicate_key"]),
        (r#"{"email":"a\u0000"}"#, 422, &["/email nul_character"]),
        (r#"{"unknown":["\u0000"]}"#, 422, &["/unknown/0 nul_character"]),
        (r#"{"unknown":123456789012345678901234567890}"#, 422, &["/unknown number_out_of_range"]),
        (r#"{"a/b~c":9007199254740993}"#, 422, &["/a~1b~0c number_out_of_range"]),
        (
            r#"{"email":7,"display_name":null,"passwort":"correct horse"}"#,
            422,
            &["/display_name wrong_type", "/email wrong_type", "/password required", "/passwort unknown_field"],
        ),
        (
            r#"{"email":"nobody","display_name":"","password":"short"}"#,
            422,
            &["/display_name required", "/email not_an_address", "/password too_short"],
        ),
        ("[]", 422, &[" wrong_type"]),
    ];
    for (body, status, fields) in cases {
        let found = post(app, &[JSON], (*body).to_owned()).await;
        let code = if *status == 400 { "invalid_body" } else { "validation_failed" };
        assert_eq!((found.0, found.1.as_str()), (*status, code), "{body}");
        assert_eq!(found.2, *fields, "{body}");
    }
    let found = post(app, &[JSON], deep).await;
    assert_eq!((found.0, found.2.len()), (422, 1));
    assert!(found.2[0].ends_with("too_deep"), "{:?}", found.2);
}

#[db_test]
async fn queries_and_paths_are_read_as_strictly(app: &TestApp) {
    let visitor = app.visitor();
    for (path, fields) in [
        ("/api/v1/tracks?limit=1&limit=2", vec!["/limit duplicate_key"]),
        ("/api/v1/tracks?limit=0&sort=new", vec!["/limit too_small", "/sort unknown_field"]),
        ("/api/v1/tracks?limit=101", vec!["/limit too_large"]),
        ("/api/v1/tracks?limit=123456789012345678901234567890", vec!["/limit wrong_type"]),
        ("/api/v1/tracks?cursor=%00", vec!["/cursor nul_character"]),
        ("/api/v1/tracks?cursor=%zz", vec!["/cursor wrong_encoding"]),
        ("/api/v1/instance?debug=1", vec!["/debug unknown_field"]),
        ("/api/v1/tracks/01978f6e-1c00-7000-8000-000000000001?x", vec!["/x unknown_field"]),
    ] {
        let expected: Vec<String> = fields.into_iter().map(str::to_owned).collect();
        assert_eq!(outcome(&visitor.get(path).await), (400, "invalid_query".to_owned(), expected), "{path}");
    }
    for path in ["/api/v1/tracks/%zz", "/api/v1/tracks/%ff", "/api/v1/tracks/%00", "/assets/%00", "/assets/%ff"] {
        assert_eq!(visitor.get(path).await.code(), "not_found", "{path}");
    }
}

#[db_test]
async fn a_person_reads_problems_in_their_language(app: &TestApp) {
    let request = Request::post("/api/v1/accounts")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT_LANGUAGE, "fr");
    let body = json!({"email": "nobody", "display_name": "x".repeat(90), "password": "correct horse"});
    let answer = app.visitor().send(request.body(Body::from(body.to_string())).unwrap()).await;
    assert_eq!(answer.headers[header::CONTENT_LANGUAGE], "fr");
    let problem = answer.expect(422);
    assert_eq!(problem["code"], "validation_failed");
    assert_eq!(problem["title"], "Certains champs sont à corriger");
    let details: BTreeSet<_> =
        problem["errors"].as_array().unwrap().iter().map(|f| f["detail"].as_str().unwrap()).collect();
    assert_eq!(details, BTreeSet::from(["Ce n’est pas une adresse électronique.", "Il y a au plus 80 caractères."]));
}

/// The schemas of every request body, followed through references.
fn request_schemas() -> Vec<(String, Value)> {
    let document: Value = serde_json::from_str(&openapi_json()).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if let Some(schema) = operation["requestBody"]["content"]["application/json"].get("schema") {
                collect(&document, &format!("{method} {path}"), schema, &mut found);
            }
        }
    }
    found
}

fn collect(document: &Value, place: &str, schema: &Value, found: &mut Vec<(String, Value)>) {
    if let Some(name) = schema["$ref"].as_str() {
        let place = format!("{place} {name}");
        if !found.iter().any(|(known, _)| known.ends_with(name)) {
            let named = document.pointer(name.trim_start_matches('#')).unwrap();
            found.push((place.clone(), named.clone()));
            collect(document, &place, named, found);
        }
        return;
    }
    found.push((place.to_owned(), schema.clone()));
    let parts = schema["properties"].as_object().into_iter().flat_map(|map| map.values());
    let lists = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|name| schema[name].as_array()).flatten();
    let single = ["items", "additionalProperties"].into_iter().filter_map(|name| schema.get(name));
    for part in parts.chain(lists).chain(single).filter(|part| part.is_object()) {
        collect(document, place, part, found);
    }
}

#[test]
fn every_request_body_is_closed_bounded_and_fully_checked() {
    let schemas = request_schemas();
    assert!(schemas.len() > 5, "the document has request bodies");
    for (place, schema) in schemas {
        for keyword in schema.as_object().unwrap().keys() {
            assert!(KNOWN_KEYWORDS.contains(&keyword.as_str()), "{place}: nothing checks {keyword}");
        }
        if schema.get("properties").is_some() {
            assert!(schema.get("additionalProperties").is_some(), "{place}: add #[serde(deny_unknown_fields)]");
        }
        let is =
            |name: &str| schema["type"] == name || schema["type"].as_array().is_some_and(|t| t.contains(&json!(name)));
        let bounded = ["maxLength", "enum", "const", "format", "pattern"].iter().any(|rule| schema.get(rule).is_some());
        assert!(!is("string") || bounded, "{place}: say how long this text may be: {schema}");
        assert!(!is("array") || schema.get("maxItems").is_some(), "{place}: say how long this list may be");
        if let Some(pattern) = schema["pattern"].as_str() {
            assert!(regex::Regex::new(pattern).is_ok(), "{place}: {pattern}");
        }
    }
}
