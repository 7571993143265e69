//! `GET /api/v1/instance`

use axum::{Json, extract::State};
use sillon_domain::{Context, Registration, accounts::setup_is_required};
use sillon_http::ApiResult;
use sillon_media::Container;
use sillon_protocol::Instance;

/// The instance: name, version, who may sign up, what may be uploaded.
#[utoipa::path(get, path = "/api/v1/instance", tag = "instance", responses((status = 200, body = Instance)))]
pub(crate) async fn show_instance(State(ctx): State<Context>) -> ApiResult<Json<Instance>> {
    let setup_required = setup_is_required(&ctx.db.read().await?).await?;
    let registration = match ctx.settings.registration {
        Registration::Open => "open",
        Registration::Invite => "invite",
        Registration::Closed => "closed",
    };
    let extensions = Container::ALL.iter().flat_map(|container| container.extensions());
    Ok(Json(Instance {
        name: ctx.settings.instance_name.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        setup_required,
        registration: registration.to_owned(),
        upload_max_bytes: ctx.settings.upload_max_bytes,
        accepted_extensions: extensions.map(|extension| format!(".{extension}")).collect(),
    }))
}
