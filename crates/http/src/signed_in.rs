//! Who asks: extractors of the session's person.

use axum::extract::{FromRef, FromRequestParts};
use cookie::Cookie;
use http::{header, request::Parts};
use sillon_domain::{
    Context,
    sessions::{Actor, SessionToken, resume_session},
};
use sillon_protocol::ErrorCode;

use crate::{ApiError, limit_requests::Charges, session_cookie::NAME};

/// Someone who may or may not be signed in.
#[derive(Debug)]
pub struct Visitor(pub Option<Actor>);

/// Someone who is signed in; others get 401.
#[derive(Debug)]
pub struct SignedIn(pub Actor);

impl<S: Send + Sync> FromRequestParts<S> for Visitor
where
    Context: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let ctx = Context::from_ref(state);
        let Some(token) = token_of(parts) else { return Ok(Self(None)) };
        let actor = resume_session(&ctx.db.read().await?, &ctx.clock, &token).await?;
        if let (Some(actor), Some(charges)) = (&actor, parts.extensions.get::<Charges>()) {
            charges.charge_account(actor.id()).await?;
        }
        Ok(Self(actor))
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

fn token_of(parts: &Parts) -> Option<SessionToken> {
    let pairs = parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = pairs.flat_map(|line| Cookie::split_parse(line.to_owned())).filter_map(Result::ok);
    let ours = cookies.find(|cookie| cookie.name() == NAME && !cookie.value().is_empty());
    ours.map(|cookie| SessionToken::from_client(cookie.value()))
}
