//! `GET /api/v1/mail/unsubscribe`
//!
//! The same address as the one-click POST, since a mail has one link: browsers that follow it get a page with a button.
//! Nothing is ended by GET, which programs that look for harmful links do to every link of a mail.

use http::{StatusCode, header};
use sillon_http::QueryParts;
use sillon_protocol::ProblemDetails;

use super::LinkQuery;

/// Leads to the page on which the mails can be ended. The token goes into the fragment, which no server's log sees.
#[utoipa::path(
    get, path = "/api/v1/mail/unsubscribe", tag = "mails", params(LinkQuery),
    responses(
        (status = 303, description = "The page", headers(("Location" = String))),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn open_unsubscribe_page(
    QueryParts(query): QueryParts<LinkQuery>,
) -> (StatusCode, [(header::HeaderName, String); 1]) {
    let token: String =
        query.token.chars().filter(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter)).collect();
    (StatusCode::SEE_OTHER, [(header::LOCATION, format!("/unsubscribe#token={token}"))])
}
