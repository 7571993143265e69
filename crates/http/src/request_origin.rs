//! Where a request comes from, as the audit log keeps it.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::request::Parts;
use sillon_domain::audit::Origin;

use crate::{ClientAddress, RequestId};

/// The origin of a request before anybody is signed in: sign-in, sign-up, set-up. Behind it, an
/// [`Actor`](sillon_domain::sessions::Actor) has its own.
#[derive(Debug)]
pub struct RequestOrigin(pub Origin);

impl<S: Send + Sync> FromRequestParts<S> for RequestOrigin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(origin_of(parts)))
    }
}

pub(crate) fn origin_of(parts: &Parts) -> Origin {
    let client = parts.extensions.get::<ClientAddress>().and_then(|address| address.0);
    let request_id = parts.extensions.get::<RequestId>().map(|id| id.0.clone());
    Origin::visitor(client, request_id)
}
