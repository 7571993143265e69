//! Who asks: extractors of the person behind a cookie or a bearer token, and what that may be used for.

use axum::extract::{FromRef, FromRequestParts};
use cookie::Cookie;
use http::{Method, header, request::Parts};
use sillon_domain::{
    Context, OpaqueToken, Settings,
    access_tokens::{API_TOKEN_PREFIX, Service, resume_access_token},
    database::entities::session::Kind,
    leaving::refuse_leaving,
    sessions::{Actor, Resumed, Scope, resume_session},
};
use sillon_protocol::ErrorCode;

use crate::{ApiError, limit_requests::Charges, request_origin::origin_of, session_cookie::cookie_name};

/// Someone who may or may not be signed in. A bearer token that is not good is refused all the same, so that a program
/// notices that it needs another.
#[derive(Debug)]
pub struct Visitor(pub Option<Actor>);

/// Someone who is signed in, in a session that covers the request; others get 401 or 403.
#[derive(Debug)]
pub struct SignedIn(pub Actor);

/// Someone who signed in with their own password: for how an account is signed in to, its export and its end. API tokens
/// and app passwords get 403.
#[derive(Debug)]
pub struct InPerson(pub Actor);

impl<S: Send + Sync> FromRequestParts<S> for Visitor
where
    Context: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        // A guard of the route has found out already, in the same request.
        if let Some(actor) = parts.extensions.get::<Actor>() {
            return Ok(Self(Some(actor.clone())));
        }
        let ctx = Context::from_ref(state);
        let resumed = match bearer_of(parts) {
            Some(token) => Some(resume_bearer(&ctx, parts, token).await?.ok_or_else(refuse_bearer)?),
            None => match cookie_of(&ctx.settings, parts) {
                Some(token) => {
                    resume_session(&ctx.db.read().await?, &ctx.clock, &origin_of(parts), Kind::Web, &token).await?
                }
                None => None,
            },
        };
        let Some(resumed) = resumed else { return Ok(Self(None)) };
        let actor = resumed.seen(&ctx.db, &ctx.clock).await?;
        if let Some(charges) = parts.extensions.get::<Charges>() {
            charges.charge_account(actor.id()).await?;
        }
        actor.require_scope(scope_of(&parts.method, parts.uri.path()))?;
        if !is_open_to_leaving(&parts.method, parts.uri.path()) {
            refuse_leaving(&actor.account)?;
        }
        Ok(Self(Some(actor)))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn
where
    Context: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Visitor(actor) = Visitor::from_request_parts(parts, state).await?;
        let refusal = || ApiError::refused(ErrorCode::Unauthenticated, "Sign in, then try again.");
        actor.map(Self).ok_or_else(refusal)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for InPerson
where
    Context: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let SignedIn(actor) = SignedIn::from_request_parts(parts, state).await?;
        actor.require_full_access()?;
        Ok(Self(actor))
    }
}

/// Whether an account that is leaving can do this: look at what is its own, keep the account, or sign out. What needs a
/// permission is refused by the guard of its route.
fn is_open_to_leaving(method: &Method, path: &str) -> bool {
    const OPEN: [&str; 2] = ["/api/v1/accounts/me/deletion", "/api/v1/sessions/current"];
    matches!(*method, Method::GET | Method::HEAD) || (*method == Method::DELETE && OPEN.contains(&path))
}

/// What a token needs for a request. A route that nobody thought of needs `manage`, or `read` when it changes nothing.
fn scope_of(method: &Method, path: &str) -> Scope {
    if path.starts_with("/api/v1/admin") {
        Scope::Admin
    } else if path.starts_with("/api/v1/uploads") {
        Scope::Upload
    } else if matches!(*method, Method::GET | Method::HEAD) {
        Scope::Read
    } else {
        Scope::Manage
    }
}

async fn resume_bearer(ctx: &Context, parts: &Parts, token: &str) -> Result<Option<Resumed>, ApiError> {
    let request = origin_of(parts);
    let tx = ctx.db.read().await?;
    if token.starts_with(API_TOKEN_PREFIX) {
        let token = OpaqueToken::from_client(token);
        return Ok(resume_session(&tx, &ctx.clock, &request, Kind::Api, &token).await?);
    }
    let service = parts.extensions.get::<Service>().copied().unwrap_or(Service::Api);
    Ok(resume_access_token(&tx, &ctx.clock, &ctx.settings, &request, service, token).await?)
}

fn refuse_bearer() -> ApiError {
    let detail = "This token has ended or is not for this. Refresh it, or sign in again.";
    ApiError::refused(ErrorCode::Unauthenticated, detail)
}

/// RFC 6750. Other schemes are a proxy's business and are not looked at.
fn bearer_of(parts: &Parts) -> Option<&str> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

pub(crate) fn cookie_of(settings: &Settings, parts: &Parts) -> Option<OpaqueToken> {
    let name = cookie_name(settings);
    let pairs = parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = pairs.flat_map(|line| Cookie::split_parse(line.to_owned())).filter_map(Result::ok);
    let ours = cookies.find(|cookie| cookie.name() == name && !cookie.value().is_empty());
    ours.map(|cookie| OpaqueToken::from_client(cookie.value()))
}

#[cfg(test)]
mod tests {
    use http::Method;
    use sillon_domain::sessions::Scope;

    use super::{is_open_to_leaving, scope_of};

    #[test]
    fn an_account_that_is_leaving_looks_keeps_and_signs_out() {
        assert!(is_open_to_leaving(&Method::GET, "/api/v1/accounts/me"));
        assert!(is_open_to_leaving(&Method::DELETE, "/api/v1/accounts/me/deletion"));
        assert!(is_open_to_leaving(&Method::DELETE, "/api/v1/sessions/current"));
        assert!(!is_open_to_leaving(&Method::DELETE, "/api/v1/accounts/me"));
        assert!(!is_open_to_leaving(&Method::POST, "/api/v1/accounts/me/deletion"));
        assert!(!is_open_to_leaving(&Method::DELETE, "/api/v1/sessions/current/"));
        assert!(!is_open_to_leaving(&Method::POST, "/api/v1/uploads"));
    }

    #[test]
    fn a_request_needs_the_scope_of_what_it_does() {
        assert_eq!(scope_of(&Method::GET, "/api/v1/tracks"), Scope::Read);
        assert_eq!(scope_of(&Method::PATCH, "/api/v1/tracks/1"), Scope::Manage);
        assert_eq!(scope_of(&Method::POST, "/api/v1/uploads"), Scope::Upload);
        assert_eq!(scope_of(&Method::GET, "/api/v1/admin/people"), Scope::Admin);
        assert_eq!(scope_of(&Method::from_bytes(b"PURGE").unwrap(), "/anything"), Scope::Manage);
    }
}
