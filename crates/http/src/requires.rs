//! The one place where a route says which permission it needs: it is enforced and described from there.

use axum::{
    extract::{FromRequestParts, Request},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use serde_json::json;
use sillon_domain::{Context, Failure, leaving::refuse_leaving, permissions::Permission};
use utoipa::openapi::{PathItem, extensions::Extensions, path::Operation};
use utoipa_axum::router::{UtoipaMethodRouter, UtoipaMethodRouterExt};

use crate::{ApiError, SignedIn};

/// What an operation of the OpenAPI document names the permission by.
pub const PERMISSION_EXTENSION: &str = "x-permission";

/// These operations are for people with the permission: others get 401 or 403 before anything else is read of their
/// request, and the OpenAPI document says so in `x-permission`.
///
/// ```ignore
/// .routes(requires(Permission::ViewPeople, routes!(people::list_people)))
/// ```
pub fn requires(permission: Permission, routes: UtoipaMethodRouter<Context>) -> UtoipaMethodRouter<Context> {
    let (schemas, mut paths, methods) = routes;
    for item in paths.paths.values_mut() {
        for operation in operations(item) {
            describe(operation, permission);
        }
    }
    let guard = from_fn(move |request, next| admit(permission, request, next));
    (schemas, paths, methods).map(|methods| methods.route_layer(guard))
}

/// Lets the request through once its person is known to have the permission; the handler finds them by [`SignedIn`].
async fn admit(permission: Permission, request: Request, next: Next) -> Response {
    match check(permission, request).await {
        Ok(request) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

async fn check(permission: Permission, request: Request) -> Result<Request, ApiError> {
    let (mut parts, body) = request.into_parts();
    let ctx = parts.extensions.get::<Context>().cloned();
    let ctx = ctx.ok_or_else(|| Failure::Broken("wrap_router gives every request the context".to_owned()))?;
    let SignedIn(actor) = SignedIn::from_request_parts(&mut parts, &ctx).await?;
    refuse_leaving(&actor.account)?;
    if let Err(refusal) = actor.require(permission) {
        tracing::info!(account = %actor.id(), permission = permission.name(), "a permission was missing");
        return Err(refusal.into());
    }
    parts.extensions.insert(actor);
    Ok(Request::from_parts(parts, body))
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, options, head, patch, trace, .. } = item;
    [get, put, post, delete, options, head, patch, trace].into_iter().filter_map(Option::as_mut)
}

fn describe(operation: &mut Operation, permission: Permission) {
    let mut extensions = Extensions::default();
    extensions.insert(PERMISSION_EXTENSION.to_owned(), json!(permission.name()));
    operation.extensions.get_or_insert_default().merge(extensions);
    let sentence = format!("Needs the permission `{}`.", permission.name());
    let description = operation.description.get_or_insert_default();
    if !description.is_empty() {
        description.push_str("\n\n");
    }
    description.push_str(&sentence);
}
