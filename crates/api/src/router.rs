//! Every route of this role.

use axum::{Router, routing::get};
use sillon_domain::{Context, permissions::Permission};
use sillon_http::requires;
use tower_http::compression::CompressionLayer;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    accounts, address_links, api_tokens, app_passwords, audit, exports, instance, invitations, jobs, launch, leaving,
    mails, people, plays, profiles, releases, roles, sessions, setup, statistics, status, tokens, tracks, two_factor,
    web_app,
};

/// The JSON routes under `/api/v1`, with their description.
pub fn api_routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(instance::show_instance))
        .routes(routes!(status::show_status))
        .route("/status.json", get(status::show_status))
        .routes(routes!(setup::set_up))
        .routes(routes!(accounts::sign_up))
        .routes(routes!(accounts::show_own_account, profiles::change_own_profile, leaving::delete_account))
        .routes(routes!(leaving::keep_account))
        .routes(routes!(exports::list_exports, exports::request_export))
        .routes(routes!(sessions::sign_in))
        .routes(routes!(sessions::sign_out))
        .merge(routes_of_identity())
        .routes(routes!(tracks::list_tracks))
        .routes(routes!(tracks::list_own_tracks))
        .routes(routes!(tracks::show_track, tracks::rename_track, tracks::delete_track))
        .routes(routes!(releases::list_releases))
        .routes(routes!(releases::show_release))
        .merge(administration_routes())
        .routes(routes!(mails::open_unsubscribe_page, mails::unsubscribe))
        .routes(routes!(mails::resubscribe))
        .routes(routes!(mails::show_subscription))
        .routes(routes!(plays::record_plays))
        .routes(routes!(statistics::show_own_statistics))
        .routes(routes!(statistics::export_own_statistics))
        .routes(routes!(statistics::show_track_statistics))
        .routes(routes!(statistics::export_track_statistics))
        .routes(routes!(invitations::open_decline, invitations::decline_invitation))
        .layer(CompressionLayer::new())
        // Recordings do not get smaller, and a length tells a browser how long to wait.
        .routes(routes!(exports::download_export))
}

/// How people and programs sign in.
fn routes_of_identity() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(sessions::finish_sign_in))
        .routes(routes!(sessions::list_sessions, sessions::end_other_sessions))
        .routes(routes!(sessions::end_session))
        .routes(routes!(profiles::show_profile))
        .routes(routes!(accounts::change_password))
        .routes(routes!(address_links::request_reset))
        .routes(routes!(address_links::reset_password))
        .routes(routes!(address_links::request_verification))
        .routes(routes!(address_links::verify_address))
        .routes(routes!(address_links::request_change))
        .routes(routes!(address_links::change_address))
        .routes(routes!(two_factor::show_two_factor, two_factor::begin_two_factor))
        .routes(routes!(two_factor::show_two_factor_qr))
        .routes(routes!(two_factor::confirm_two_factor))
        .routes(routes!(two_factor::renew_recovery_codes))
        .routes(routes!(two_factor::turn_off_two_factor))
        .routes(routes!(tokens::request_tokens))
        .routes(routes!(tokens::refresh_tokens))
        .routes(routes!(tokens::show_keys))
        .routes(routes!(app_passwords::list_app_passwords, app_passwords::create_app_password))
        .routes(routes!(app_passwords::remove_app_password))
        .routes(routes!(api_tokens::list_api_tokens, api_tokens::create_api_token))
        .routes(routes!(api_tokens::remove_api_token))
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
        .routes(requires(Permission::ManageJobs, routes!(jobs::show_queue)))
        .routes(requires(Permission::ManageJobs, routes!(jobs::list_jobs)))
        .routes(requires(Permission::ManageJobs, routes!(jobs::show_job)))
        .routes(requires(Permission::ManageJobs, routes!(jobs::redrive_job)))
        .routes(requires(Permission::ManageJobs, routes!(jobs::cancel_job)))
        .routes(requires(Permission::ManageLaunch, routes!(launch::show_launch)))
        .routes(requires(Permission::ManageLaunch, routes!(launch::list_invitations)))
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
