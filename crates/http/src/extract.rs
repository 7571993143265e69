//! Extractors that refuse with problem details: JSON bodies, query parameters, parts of the path.

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use http::{HeaderMap, header, request::Parts};
use serde::de::DeserializeOwned;
use sillon_domain::Failure;
use sillon_protocol::{ErrorCode, FieldProblem};

use crate::ApiError;

const BODY_MAX_BYTES: usize = 64 * 1024;

/// A JSON body of at most 64 KiB; what does not fit the type is named by its JSON pointer.
#[derive(Debug)]
pub struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            let detail = "Send the body as application/json.";
            return Err(ApiError::refused(ErrorCode::UnsupportedMediaType, detail));
        }
        let body = read_body(request.into_body()).await?;
        let mut reader = serde_json::Deserializer::from_slice(&body);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| describe(&error))?;
        reader.end().map_err(|_| invalid("There is something behind the end of the JSON value."))?;
        Ok(Self(value))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

async fn read_body(body: Body) -> Result<Bytes, ApiError> {
    let mut collected = BytesMut::new();
    let mut stream = body.into_data_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| invalid("The body broke off."))?;
        if collected.len() + chunk.len() > BODY_MAX_BYTES {
            return Err(ApiError::refused(ErrorCode::BodyTooLarge, "A JSON body has at most 64 KiB here."));
        }
        collected.extend_from_slice(&chunk);
    }
    Ok(collected.freeze())
}

/// Syntax errors are about the body, type errors about one field.
fn describe(error: &serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    let inner = error.inner();
    if !inner.is_data() {
        return invalid(&format!("The body is not JSON: {inner}."));
    }
    let path = error.path().to_string();
    let pointer = if path == "." { String::new() } else { format!("/{}", path.replace('.', "/")) };
    Failure::invalid(vec![FieldProblem { pointer, code: "wrong_type".to_owned(), detail: format!("{inner}.") }]).into()
}

fn invalid(detail: &str) -> ApiError {
    ApiError::refused(ErrorCode::InvalidBody, detail)
}

/// Query parameters.
#[derive(Debug)]
pub struct QueryParts<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for QueryParts<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let parsed = Query::<T>::from_request_parts(parts, state).await;
        parsed.map(|Query(value)| Self(value)).map_err(|error| {
            ApiError::refused(ErrorCode::InvalidQuery, format!("A parameter cannot be read: {}", error.body_text()))
        })
    }
}

/// Parts of the path. What cannot be parsed names nothing that exists: 404.
#[derive(Debug)]
pub struct PathParts<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for PathParts<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let parsed = Path::<T>::from_request_parts(parts, state).await;
        parsed.map(|Path(value)| Self(value)).map_err(|_| ApiError::not_found("address"))
    }
}
