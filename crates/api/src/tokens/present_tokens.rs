//! Tokens as a program gets them.

use axum::Json;
use http::{StatusCode, header};
use sillon_domain::access_tokens::{ACCESS_TOKEN_LASTS, Grant};
use sillon_protocol::{AccessTokens, Tokens};

/// 201, not to be kept by any cache.
pub(super) type TokenAnswer = (StatusCode, [(header::HeaderName, &'static str); 1], Json<Tokens>);

/// Converts.
pub(super) fn present_tokens(grant: Grant) -> TokenAnswer {
    let [(_, api), (_, stream), (_, chat)] = grant.access_tokens;
    let scopes = grant.session.scopes.map(|scopes| scopes.split_whitespace().map(str::to_owned).collect());
    let tokens = Tokens {
        token_type: "Bearer".to_owned(),
        access_tokens: AccessTokens { api, stream, chat },
        expires_in_s: ACCESS_TOKEN_LASTS.num_seconds(),
        refresh_token: grant.refresh_token.reveal().to_owned(),
        session_id: grant.session.id.0,
        scopes,
    };
    (StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(tokens))
}
