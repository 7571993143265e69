//! What a link in a mail is about, as whoever has the mail may see it.

use axum::Json;
use serde::Deserialize;
use sillon_domain::mails::Subscription;
use sillon_http::{ApiError, ApiResult};
use sillon_protocol::MailSubscription;

/// The link's token.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LinkQuery {
    /// The token in the mail's link.
    #[param(max_length = 200)]
    pub(crate) token: String,
}

/// 404 for a link that is not ours: forged, cut short, or of an account that is gone.
pub(super) fn present_subscription(found: Option<Subscription>) -> ApiResult<Json<MailSubscription>> {
    let found = found.ok_or_else(|| ApiError::not_found("link"))?;
    Ok(Json(MailSubscription {
        category: found.category.as_str().to_owned(),
        address_hint: hint(&found.address.typed),
        active: found.active,
    }))
}

fn hint(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    format!("{}…@{domain}", local.chars().next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::hint;

    #[test]
    fn a_hint_shows_one_letter_and_the_domain() {
        assert_eq!(hint("ada@example.org"), "a…@example.org");
        assert_eq!(hint("élise@example.org"), "é…@example.org");
    }
}
