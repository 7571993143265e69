//! An account as its owner sees it.

use axum::Json;
use http::{HeaderName, HeaderValue, StatusCode};
use sillon_domain::{
    Reads,
    database::entities::account::{self, Language, ProfileVisibility},
    permissions::{Permission, permissions_of},
    pictures::{Subject, find_slot},
    profiles::links_of,
    roles::roles_of_accounts,
};
use sillon_http::{ApiResult, present_picture};
use sillon_protocol::{self as protocol, Account};

use crate::roles::present_role_reference;

/// The answer to whatever signs a person in: 201, the cookie, the account.
pub(crate) type SignedInAnswer = (StatusCode, [(HeaderName, HeaderValue); 1], Json<Account>);

/// Describes an account with its picture, its roles and what they permit; the password's hash stays behind.
pub(crate) async fn present_account(tx: &impl Reads, row: account::Model) -> ApiResult<Account> {
    let avatar = find_slot(tx, Subject::Account(row.id)).await?.shown;
    let roles = roles_of_accounts(tx, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let permissions = permissions_of(tx, row.id).await?;
    let language = match row.language {
        Language::English => protocol::Language::En,
        Language::French => protocol::Language::Fr,
    };
    let profile_visibility = match row.profile_visibility {
        ProfileVisibility::Everyone => protocol::ProfileVisibility::Everyone,
        ProfileVisibility::Members => protocol::ProfileVisibility::Members,
        ProfileVisibility::Nobody => protocol::ProfileVisibility::Nobody,
    };
    let links = links_of(&row);
    Ok(Account {
        id: row.id.0,
        email: row.email,
        display_name: row.display_name,
        avatar: avatar.as_ref().and_then(present_picture),
        roles: roles.into_iter().map(present_role_reference).collect(),
        may_upload: permissions.contains(Permission::UploadMusic),
        permissions: permissions.names(),
        language,
        email_verified: row.email_verified_at.is_some(),
        links,
        bio: row.bio,
        profile_visibility,
        created_at: row.created_at,
        leaves_at: row.leaves_at,
    })
}
