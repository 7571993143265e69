//! Every route of this role.

use axum::{Router, routing::get};
use sillon_domain::Context;
use tower_http::compression::{CompressionLayer, predicate::SizeAbove};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{delivery, pictures, uploads};

const COMPRESS_ABOVE_BYTES: u64 = 256;

/// The routes of uploads and pictures under `/api/v1`, with their description.
pub fn upload_routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(uploads::receive_upload))
        .routes(routes!(pictures::show_avatar, pictures::put_avatar, pictures::delete_avatar))
        .routes(routes!(
            pictures::show_release_artwork,
            pictures::put_release_artwork,
            pictures::delete_release_artwork
        ))
        .routes(routes!(pictures::show_track_artwork, pictures::put_track_artwork, pictures::delete_track_artwork))
        .routes(routes!(pictures::send_thumbnail))
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
