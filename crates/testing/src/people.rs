//! People who use the application, and what it answers them.

use std::net::SocketAddr;

use axum::{Router, body::Body, extract::ConnectInfo};
use http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::TestApp;

/// Somebody with a browser of their own.
#[derive(Clone, Debug)]
pub struct Person {
    router: Router,
    cookie: Option<String>,
    bearer: Option<String>,
    peer: Option<SocketAddr>,
}

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The code of a problem.
    pub fn code(&self) -> String {
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json", "{}", self.text());
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16());
        assert_eq!(problem["request_id"].as_str(), self.headers["x-request-id"].to_str().ok());
        problem["code"].as_str().unwrap().to_owned()
    }

    /// The body as JSON, once the status is this one.
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        if self.body.is_empty() { Value::Null } else { self.json() }
    }
}

impl Person {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, cookie: None, bearer: None, peer: None }
    }

    pub(crate) fn through(&self, router: Router) -> Self {
        Self { router, ..self.clone() }
    }

    /// The same place, asked by a program with this token.
    #[must_use]
    pub fn with_bearer(&self, token: &str) -> Self {
        Self { router: self.router.clone(), cookie: None, bearer: Some(token.to_owned()), peer: self.peer }
    }

    /// The same person, whose connection comes from this address. Without one the limits do not count.
    #[must_use]
    pub fn at(mut self, address: &str) -> Self {
        self.peer = Some(SocketAddr::new(address.parse().unwrap(), 40_000));
        self
    }

    /// With the session of somebody at another place that has the same database.
    #[must_use]
    pub fn signed_in_as(mut self, other: &Self) -> Self {
        self.cookie.clone_from(&other.cookie);
        self
    }

    /// Sends a request as this person's browser would.
    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        if let Some(cookie) = &self.cookie {
            request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        }
        if let Some(token) = &self.bearer {
            request.headers_mut().insert(header::AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
        }
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Sends a request and keeps the cookie of the answer.
    pub async fn send_and_remember(&mut self, request: Request<Body>) -> Answer {
        let answer = self.send(request).await;
        if let Some(cookie) = answer.headers.get(header::SET_COOKIE) {
            self.cookie = cookie.to_str().unwrap().split(';').next().map(str::to_owned);
        }
        answer
    }

    /// GET
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// GET with one more header.
    pub async fn get_with(&self, path: &str, name: header::HeaderName, value: &str) -> Answer {
        self.send(Request::get(path).header(name, value).body(Body::empty()).unwrap()).await
    }

    /// A request with a JSON body.
    pub fn json_request(method: Method, path: &str, body: &Value) -> Request<Body> {
        let request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
        request.body(Body::from(body.to_string())).unwrap()
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Self::json_request(Method::POST, path, body)).await
    }

    /// PUT with a JSON body.
    pub async fn put_json(&self, path: &str, body: &Value) -> Answer {
        self.send(Self::json_request(Method::PUT, path, body)).await
    }

    /// POST that may change who this browser is: it keeps the cookie of the answer.
    pub async fn post_and_remember(&mut self, path: &str, body: &Value) -> Answer {
        self.send_and_remember(Self::json_request(Method::POST, path, body)).await
    }

    /// PATCH with a JSON body.
    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send(Self::json_request(Method::PATCH, path, body)).await
    }

    /// PUT without a body.
    pub async fn put_nothing(&self, path: &str) -> Answer {
        self.send(Request::put(path).body(Body::empty()).unwrap()).await
    }

    /// PUT with a raw body.
    pub async fn put(&self, path: &str, body: Vec<u8>) -> Answer {
        self.send(Request::put(path).body(Body::from(body)).unwrap()).await
    }

    /// DELETE
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Request::delete(path).body(Body::empty()).unwrap()).await
    }

    /// Uploads a file.
    pub async fn upload(&self, file_name: &str, content: Vec<u8>) -> Answer {
        let path = format!("/api/v1/uploads?file_name={file_name}");
        self.send(Request::post(path).body(Body::from(content)).unwrap()).await
    }
}

impl TestApp {
    /// The first admin, who sets the instance up.
    pub async fn admin(&self) -> Person {
        let body = json!({
            "token": self.setup_token(), "email": "admin@example.org",
            "display_name": "Admin", "password": "correct horse",
        });
        let mut person = self.visitor();
        let request = Person::json_request(Method::POST, "/api/v1/setup", &body);
        person.send_and_remember(request).await.expect(201);
        person
    }

    /// Somebody who signs up as a creator. The instance has its admin.
    pub async fn creator(&self, name: &str) -> Person {
        let body = json!({"email": format!("{name}@example.org"), "display_name": name, "password": "correct horse"});
        let mut person = self.visitor();
        let request = Person::json_request(Method::POST, "/api/v1/accounts", &body);
        person.send_and_remember(request).await.expect(201);
        person
    }
}
