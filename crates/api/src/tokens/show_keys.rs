//! `GET /.well-known/jwks.json`

use axum::{Json, extract::State};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::header;
use sillon_domain::{Context, access_tokens::published_keys};
use sillon_http::ApiResult;
use sillon_protocol::{JsonWebKey, JsonWebKeySet, ProblemDetails};

/// The public keys of access tokens, those of tomorrow included.
#[utoipa::path(
    get, path = "/.well-known/jwks.json", tag = "tokens",
    responses(
        (status = 200, body = JsonWebKeySet),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_keys(
    State(ctx): State<Context>,
) -> ApiResult<([(header::HeaderName, &'static str); 1], Json<JsonWebKeySet>)> {
    let keys = published_keys(&ctx.db.read().await?, &ctx.clock).await?;
    let keys = keys.into_iter().map(|(id, public_key)| JsonWebKey {
        kty: "OKP".to_owned(),
        crv: "Ed25519".to_owned(),
        alg: "EdDSA".to_owned(),
        r#use: "sig".to_owned(),
        kid: id.0,
        x: URL_SAFE_NO_PAD.encode(public_key),
    });
    // A key is published a day before it signs.
    let cache = [(header::CACHE_CONTROL, "public, max-age=3600")];
    Ok((cache, Json(JsonWebKeySet { keys: keys.collect() })))
}
