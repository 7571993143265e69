//! An app password as its owner sees it.

use sillon_domain::database::entities::app_password;
use sillon_protocol::AppPassword;

/// Converts; the hash stays behind.
pub(super) fn present_app_password(row: app_password::Model) -> AppPassword {
    AppPassword { id: row.id.0, name: row.name, created_at: row.created_at, last_used_at: row.last_used_at }
}
