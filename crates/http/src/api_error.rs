//! One error type for every handler; it becomes problem details (RFC 9457) when the answer leaves.

use std::io;

use axum::{
    body::Body,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use sillon_domain::{Failure, Refusal};
use sillon_protocol::{ErrorCode, ProblemDetails};

use crate::RequestId;

/// What a handler gives.
pub type ApiResult<T> = Result<T, ApiError>;

/// Why a request was not served.
#[derive(Debug)]
pub struct ApiError(Failure);

impl ApiError {
    /// A refusal that is about HTTP, not about a rule.
    pub fn refused(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self(Failure::refused(code, detail))
    }

    /// The thing is not there, or not for this person.
    pub fn not_found(what: &str) -> Self {
        Self(Failure::not_found(what))
    }
}

impl<E: Into<Failure>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for ApiError {
    /// An answer without a body; `write_problem` fills it in, because only there the request's id is known.
    fn into_response(self) -> Response {
        let refusal = match self.0 {
            Failure::Refused(refusal) => refusal,
            failure => conceal(&failure),
        };
        let status = StatusCode::from_u16(refusal.code.status()).expect("every code has a valid status");
        let mut response = status.into_response();
        response.extensions_mut().insert(refusal);
        response
    }
}

/// Logs what went wrong on our side and says to the client only that it did.
fn conceal(failure: &Failure) -> Refusal {
    tracing::error!(error = %failure, "a request failed");
    let (code, detail) = match failure {
        Failure::Storage(error) if error.kind() == io::ErrorKind::StorageFull => {
            (ErrorCode::StorageFull, "There is no room left on the server. The people who run it need to make some.")
        }
        Failure::Database(error) if error.is_outage() => {
            (ErrorCode::Unavailable, "The database does not answer. Try again in a moment.")
        }
        _ => (
            ErrorCode::Internal,
            "This is a mistake of the server, not yours. Its log knows more under this request's id.",
        ),
    };
    Refusal { code, detail: detail.to_owned(), fields: Vec::new() }
}

/// Middleware: writes the body of an error answer.
pub(crate) async fn write_problem(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().cloned();
    let mut response = next.run(request).await;
    let Some(refusal) = response.extensions_mut().remove::<Refusal>() else { return response };
    let problem = ProblemDetails {
        r#type: format!("urn:sillon:problem:{}", refusal.code.as_str()),
        title: refusal.code.title().to_owned(),
        status: refusal.code.status(),
        code: refusal.code,
        detail: refusal.detail,
        request_id: id.map(|id| id.0).unwrap_or_default(),
        errors: refusal.fields,
    };
    let body = serde_json::to_vec(&problem).expect("problem details are JSON");
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    *response.body_mut() = Body::from(body);
    response
}

/// The answer to an address that does not exist.
pub async fn no_such_address() -> ApiError {
    ApiError::refused(ErrorCode::NotFound, "There is nothing at this address.")
}

/// The answer to a method that an address does not know.
pub async fn method_not_allowed() -> ApiError {
    ApiError::refused(ErrorCode::MethodNotAllowed, "This address exists, but not for this method.")
}
