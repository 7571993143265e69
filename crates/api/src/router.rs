//! Every route of this role.

use axum::{Router, routing::get};
use sillon_domain::Context;
use tower_http::compression::CompressionLayer;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    accounts, instance, invitations, jobs, launch, mails, plays, releases, sessions, setup, statistics, tracks, web_app,
};

/// The JSON routes under `/api/v1`, with their description.
pub fn api_routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(instance::show_instance))
        .routes(routes!(setup::set_up))
        .routes(routes!(accounts::sign_up))
        .routes(routes!(accounts::show_own_account))
        .routes(routes!(sessions::sign_in))
        .routes(routes!(sessions::sign_out))
        .routes(routes!(tracks::list_tracks))
        .routes(routes!(tracks::list_own_tracks))
        .routes(routes!(tracks::show_track, tracks::rename_track, tracks::delete_track))
        .routes(routes!(releases::list_releases))
        .routes(routes!(releases::show_release))
        .routes(routes!(jobs::show_queue))
        .routes(routes!(jobs::list_jobs))
        .routes(routes!(jobs::show_job))
        .routes(routes!(jobs::redrive_job))
        .routes(routes!(jobs::cancel_job))
        .routes(routes!(mails::open_unsubscribe_page, mails::unsubscribe))
        .routes(routes!(mails::resubscribe))
        .routes(routes!(mails::show_subscription))
        .routes(routes!(plays::record_plays))
        .routes(routes!(statistics::show_own_statistics))
        .routes(routes!(statistics::export_own_statistics))
        .routes(routes!(statistics::show_track_statistics))
        .routes(routes!(statistics::export_track_statistics))
        .routes(routes!(invitations::decline_invitation))
        .routes(routes!(launch::show_launch))
        .routes(routes!(launch::list_invitations))
        .layer(CompressionLayer::new())
}

/// The web app: its files, and its page at every address that is nobody else's.
pub fn web_app_routes() -> Router<Context> {
    Router::new()
        .route("/assets/{*path}", get(web_app::show_asset))
        .fallback(web_app::show_page)
        .layer(CompressionLayer::new())
}
