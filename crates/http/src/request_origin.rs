//! Where a request comes from, as the audit log keeps it.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::request::Parts;
use sillon_domain::audit::Origin;

use crate::RequestId;

/// The address of the client, put among a request's extensions by whoever knows which proxies to believe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

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
    let told = parts.extensions.get::<ClientAddress>().map(|address| address.0);
    let peer = || parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let request_id = parts.extensions.get::<RequestId>().map(|id| id.0.clone());
    Origin::visitor(told.or_else(peer).map(Into::into), request_id)
}
