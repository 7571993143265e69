//! `GET /api/v1/invitations/{id}/decline`

use axum::response::Redirect;
use sillon_http::PathParts;
use sillon_protocol::ProblemDetails;
use uuid::Uuid;

/// Where people land who open the address of `List-Unsubscribe` in a browser: the page that asks them. It changes nothing,
/// because scanners of mail open links, too (RFC 8058, section 2).
#[utoipa::path(
    get, path = "/api/v1/invitations/{id}/decline", tag = "invitations",
    params(("id" = Uuid, Path, description = "From the mail")),
    responses(
        (status = 303, description = "To the page"),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn open_decline(PathParts(id): PathParts<Uuid>) -> Redirect {
    Redirect::to(&format!("/decline#id={id}"))
}
