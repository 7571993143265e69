//! An API token as its owner sees it.

use sillon_domain::database::entities::session;
use sillon_protocol::ApiToken;

/// Converts; the hash stays behind.
pub(super) fn present_api_token(row: session::Model) -> ApiToken {
    let scopes = row.scopes.unwrap_or_default();
    ApiToken {
        id: row.id.0,
        name: row.name,
        scopes: scopes.split_whitespace().map(str::to_owned).collect(),
        created_at: row.created_at,
        last_used_at: row.last_seen_at,
        expires_at: row.expires_at,
    }
}
