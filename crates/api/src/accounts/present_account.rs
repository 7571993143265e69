//! An account as its owner sees it.

use axum::Json;
use http::{HeaderName, HeaderValue, StatusCode};
use sillon_domain::database::entities::{
    account::{self, Language, Role},
    picture,
};
use sillon_http::present_picture;
use sillon_protocol::{self as protocol, Account};

/// The answer to whatever signs a person in: 201, the cookie, the account.
pub(crate) type SignedInAnswer = (StatusCode, [(HeaderName, HeaderValue); 1], Json<Account>);

/// Converts the row; the password's hash stays behind.
pub(crate) fn present_account(row: account::Model, avatar: Option<&picture::Model>) -> Account {
    let role = match row.role {
        Role::Admin => "admin",
        Role::Creator => "creator",
        Role::Listener => "listener",
    };
    let language = match row.language {
        Language::English => protocol::Language::En,
        Language::French => protocol::Language::Fr,
    };
    Account {
        id: row.id.0,
        email: row.email,
        display_name: row.display_name,
        avatar: avatar.and_then(present_picture),
        role: role.to_owned(),
        may_upload: row.role != Role::Listener,
        language,
        created_at: row.created_at,
    }
}
