//! Every route of this role.

use axum::{Extension, Router, routing::get};
use sillon_domain::{Context, access_tokens::Service, permissions::Permission};
use sillon_http::requires;
use tower_http::compression::{CompressionLayer, predicate::SizeAbove};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{delivery, uploads};

const COMPRESS_ABOVE_BYTES: u64 = 256;

/// The upload route under `/api/v1`, with its description.
pub fn upload_routes() -> OpenApiRouter<Context> {
    // Access tokens for uploads are those of this service.
    OpenApiRouter::new()
        .routes(requires(Permission::UploadMusic, routes!(uploads::receive_upload)))
        .layer(Extension(Service::Stream))
}

/// Media under `/s/{signature}/{version}/`.
pub fn delivery_routes() -> Router<Context> {
    let playlists = Router::new()
        .route("/s/{signature}/{version}/master.m3u8", get(delivery::show_master_playlist))
        .route("/s/{signature}/{version}/lossless.m3u8", get(delivery::show_lossless_playlist))
        .route("/s/{signature}/{version}/{rendition}/index.m3u8", get(delivery::show_media_playlist))
        .layer(CompressionLayer::new().compress_when(SizeAbove::new(COMPRESS_ABOVE_BYTES)));
    Router::new()
        .route("/s/{signature}/{version}/waveform.dat", get(delivery::send_waveform))
        .route("/s/{signature}/{version}/{rendition}/{file}", get(delivery::send_rendition_file))
        .merge(playlists)
}
