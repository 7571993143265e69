//! Every route of this role.

use axum::{Router, routing::get};
use sillon_domain::{Context, permissions::Permission};
use sillon_http::requires;
use tower_http::compression::CompressionLayer;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{accounts, audit, instance, people, releases, roles, sessions, setup, tracks, web_app};

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
        .routes(routes!(releases::show_artwork))
        .merge(administration_routes())
        .layer(CompressionLayer::new())
}

/// What those who run the instance do, each with the permission that it needs.
fn administration_routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(requires(Permission::ViewPeople, routes!(people::list_people)))
        .routes(requires(Permission::ViewPeople, routes!(people::show_person)))
        .routes(requires(Permission::GrantRoles, routes!(people::grant_role, people::revoke_role)))
        .routes(requires(Permission::SuspendPeople, routes!(people::suspend_account, people::reinstate_account)))
        .routes(requires(Permission::ViewPeople, routes!(roles::list_permissions)))
        .routes(requires(Permission::ViewPeople, routes!(roles::list_roles)))
        .routes(requires(Permission::ManageRoles, routes!(roles::create_role)))
        .routes(requires(Permission::ManageRoles, routes!(roles::change_role, roles::delete_role)))
        .routes(requires(Permission::ReadAudit, routes!(audit::list_entries)))
        .routes(requires(Permission::ReadAudit, routes!(audit::export_entries)))
        .routes(requires(Permission::ReadAudit, routes!(audit::verify_chain)))
}

/// The web app: its files, and its page at every address that is nobody else's.
pub fn web_app_routes() -> Router<Context> {
    Router::new()
        .route("/assets/{*path}", get(web_app::show_asset))
        .fallback(web_app::show_page)
        .layer(CompressionLayer::new())
}
