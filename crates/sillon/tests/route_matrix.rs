//! Every operation of the interface, asked by every kind of person, against `route_matrix.txt`.
//!
//! The operations come from the router's own description, so that a new route without a row fails. Where a route says
//! in `x-permission` what it needs, its row must follow from the roles: a row cannot be written to suit a mistake.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::collections::BTreeMap;

use axum::body::Body;
use http::{Method, Request, header};
use serde_json::{Value, json};
use sillon::serve::openapi_json;
use sillon_domain::{
    database::entities::role::BuiltIn,
    permissions::{Permission, PermissionSet},
};
use sillon_testing::{Person, TestApp, db_test};

const TABLE: &str = include_str!("route_matrix.txt");
const KINDS: [&str; 7] = ["visitor", "suspended", "listener", "creator", "moderator", "custom", "admin"];
const CUSTOM: [Permission; 2] = [Permission::ViewPeople, Permission::ReadAudit];

/// An operation as the document has it.
struct Operation {
    method: Method,
    path: String,
    permission: Option<Permission>,
    has_json_body: bool,
}

impl Operation {
    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// A request that is well-formed as far as its path goes: what it names does not exist.
    fn request(&self) -> Request<Body> {
        let mut path = self.path.clone();
        while let Some((before, rest)) = path.split_once('{') {
            let (_, after) = rest.split_once('}').unwrap();
            path = format!("{before}00000000-0000-7000-8000-00000000dead{after}");
        }
        let request = Request::builder().method(self.method.clone()).uri(path);
        if self.has_json_body {
            return request.header(header::CONTENT_TYPE, "application/json").body(Body::from("{}")).unwrap();
        }
        request.body(Body::empty()).unwrap()
    }

    /// What follows from the roles for a route that needs a permission.
    fn derived(&self, kind: &str) -> Option<&'static str> {
        let permission = self.permission?;
        let permitted = match kind {
            "visitor" | "suspended" => return Some("401"),
            "listener" => PermissionSet::of_built_in(BuiltIn::Listener),
            "creator" => PermissionSet::of_built_in(BuiltIn::Creator),
            "moderator" => PermissionSet::of_built_in(BuiltIn::Moderator),
            "custom" => CUSTOM.into_iter().collect(),
            _ => PermissionSet::of_built_in(BuiltIn::Admin),
        };
        Some(if permitted.contains(permission) { "in" } else { "403" })
    }
}

fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&openapi_json()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["x-permission"].as_str();
            operations.push(Operation {
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                permission: name.map(|name| Permission::of_name(name).unwrap()),
                has_json_body: operation["requestBody"]["content"]["application/json"].is_object(),
            });
        }
    }
    operations
}

/// Rows of the table: operation, then one word for each kind of person.
fn table() -> BTreeMap<String, Vec<&'static str>> {
    let rows = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let rows = rows.map(|line| {
        let words: Vec<_> = line.split_whitespace().collect();
        assert_eq!(words.len(), 2 + KINDS.len(), "{line}");
        (format!("{} {}", words[0], words[1]), words[2..].to_vec())
    });
    rows.collect()
}

#[test]
fn every_operation_has_its_row_and_every_row_its_operation() {
    let (operations, table) = (operations(), table());
    let missing: Vec<_> = operations.iter().map(Operation::name).filter(|name| !table.contains_key(name)).collect();
    assert!(missing.is_empty(), "add to route_matrix.txt who may do this ({}): {missing:#?}", KINDS.join(", "));
    let gone: Vec<_> = table.keys().filter(|row| !operations.iter().any(|known| known.name() == **row)).collect();
    assert!(gone.is_empty(), "these rows of route_matrix.txt have no operation: {gone:#?}");
}

#[test]
fn rows_of_routes_with_a_permission_follow_from_the_roles() {
    let table = table();
    for operation in operations().iter().filter(|operation| operation.permission.is_some()) {
        let derived: Vec<_> = KINDS.iter().filter_map(|kind| operation.derived(kind)).collect();
        assert_eq!(table[&operation.name()], derived, "{}", operation.name());
    }
}

#[db_test]
async fn every_cell_of_the_matrix_is_so(app: &TestApp) {
    let people = everybody(app).await;
    let table = table();
    let mut wrong = Vec::new();
    for operation in operations() {
        let Some(row) = table.get(&operation.name()) else { continue };
        for ((kind, person), expected) in KINDS.iter().zip(&people).zip(row) {
            let person = signed_in_again(app, kind, person).await;
            let answer = person.send(operation.request()).await;
            let found = match answer.status.as_u16() {
                401 if answer.code() == "unauthenticated" => "401",
                403 if answer.code() == "forbidden" => "403",
                status if status >= 500 => panic!("{} {kind}: {}", operation.name(), answer.text()),
                _ => "in",
            };
            if found != *expected {
                let name = operation.name();
                wrong.push(format!("{name}: {kind} expects {expected}, gets {found} ({})", answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// One person of each kind, in the order of the table.
async fn everybody(app: &TestApp) -> Vec<Person> {
    let admin = app.admin().await;
    let names: Vec<_> = CUSTOM.iter().map(|permission| permission.name()).collect();
    admin.make_role("Custom", &names).await;
    let suspended = app.creator("suspended").await;
    let path = format!("/api/v1/admin/people/{}/suspension", suspended.own_id().await);
    let mut people = vec![app.visitor(), suspended];
    for (name, role) in
        [("listener", "Listener"), ("creator", "Creator"), ("moderator", "Moderator"), ("custom", "Custom")]
    {
        people.push(app.person_with_role(&admin, name, role).await);
    }
    admin.put_nothing(&path).await.expect(200);
    people.push(admin);
    people
}

/// The same person, in a new session where an operation before ended theirs.
async fn signed_in_again(app: &TestApp, kind: &str, person: &Person) -> Person {
    let gone = ["visitor", "suspended"].contains(&kind);
    if gone || person.get("/api/v1/accounts/me").await.status == 200 {
        return person.clone();
    }
    let credentials = json!({"email": format!("{kind}@example.org"), "password": "correct horse"});
    let mut person = app.visitor();
    let request = Person::json_request(Method::POST, "/api/v1/sessions", &credentials);
    person.send_and_remember(request).await.expect(201);
    person
}
