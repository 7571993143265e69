//! The account and how it is signed in to, as its owner takes them along. No hash and no secret stands here.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use sillon_database::{
    Reads,
    entities::{
        account::{self, ProfileVisibility},
        beta_invite,
        mail_suppression::{self, Reason},
        session::{self, Kind},
    },
    ids::AccountId,
    sea_orm,
};

use super::{
    collect_content::{Files, language_code},
    describe_music::extension_of,
};
use crate::{
    Clock, Failure,
    app_passwords::list_app_passwords,
    blobs::Shelf,
    pictures::{Subject, find_slot},
    profiles::links_of,
    roles::roles_of_accounts,
    sessions::{list_api_tokens, list_sessions},
    two_factor::two_factor_of,
};

pub(super) async fn describe_account(
    tx: &impl Reads,
    account: &account::Model,
    files: &mut Files,
) -> Result<Value, Failure> {
    let slot = find_slot(tx, Subject::Account(account.id)).await?;
    let avatars: Vec<String> = slot
        .shown
        .into_iter()
        .chain(slot.next)
        .map(|row| files.add("avatar", "avatar", extension_of(&row.media_type), Shelf::Pictures, row.original))
        .collect();
    let roles = roles_of_accounts(tx, &[account.id]).await?.remove(&account.id).unwrap_or_default();
    let roles: Vec<String> = roles.into_iter().map(|role| role.name).collect();
    let visibility = match account.profile_visibility {
        ProfileVisibility::Everyone => "everyone",
        ProfileVisibility::Members => "members",
        ProfileVisibility::Nobody => "nobody",
    };
    Ok(json!({
        "id": account.id,
        "email": account.email,
        "email_verified_at": account.email_verified_at,
        "display_name": account.display_name,
        "bio": account.bio,
        "links": links_of(account),
        "language": language_code(account.language),
        "profile_visibility": visibility,
        "roles": roles,
        "two_factor": two_factor_of(tx, account.id).await?.is_some(),
        "avatar_files": avatars,
        "invitation": describe_invitation(tx, account.id).await?,
        "created_at": account.created_at,
        "leaves_at": account.leaves_at,
    }))
}

/// The invitation that the account was made with; null without one.
async fn describe_invitation(tx: &impl Reads, account: AccountId) -> Result<Value, Failure> {
    let of_it = beta_invite::Entity::find().filter(beta_invite::Column::UsedBy.eq(account));
    Ok(of_it.one(tx.conn()).await?.map_or(Value::Null, |row| {
        json!({
            "cohort": row.cohort,
            "invited_at": row.created_at,
            "accepted_at": row.used_at,
            "has_played": row.has_played,
            "has_uploaded": row.has_uploaded,
            "was_back_after_a_day": row.was_back_after_a_day,
            "was_back_after_a_week": row.was_back_after_a_week,
        })
    }))
}

pub(super) async fn describe_sessions(tx: &impl Reads, clock: &Clock, account: AccountId) -> Result<Value, Failure> {
    Ok(list_sessions(tx, clock, account).await?.iter().map(describe_session).collect())
}

pub(super) async fn describe_tokens(tx: &impl Reads, clock: &Clock, account: AccountId) -> Result<Value, Failure> {
    let tokens: Vec<Value> = list_api_tokens(tx, clock, account).await?.iter().map(describe_session).collect();
    let passwords = list_app_passwords(tx, account).await?.into_iter().map(
        |row| json!({"id": row.id, "name": row.name, "created_at": row.created_at, "last_used_at": row.last_used_at}),
    );
    Ok(json!({"api_tokens": tokens, "app_passwords": passwords.collect::<Vec<_>>()}))
}

fn describe_session(row: &session::Model) -> Value {
    let kind = match row.kind {
        Kind::Web => "web",
        Kind::Client => "client",
        Kind::Api => "api",
    };
    let scopes: Option<Vec<&str>> = row.scopes.as_deref().map(|scopes| scopes.split_whitespace().collect());
    json!({
        "id": row.id,
        "kind": kind,
        "name": row.name,
        "scopes": scopes,
        "created_at": row.created_at,
        "last_seen_at": row.last_seen_at,
        "expires_at": row.expires_at,
    })
}

/// Mails that do not go to the address, and why.
pub(super) async fn describe_mails(tx: &impl Reads, account: &account::Model) -> Result<Value, Failure> {
    let rows = mail_suppression::Entity::find()
        .filter(mail_suppression::Column::AddressKey.eq(&*account.email_key))
        .order_by_asc(mail_suppression::Column::Category);
    let described = rows.all(tx.conn()).await?.into_iter().map(|row| {
        let reason = match row.reason {
            Reason::HardBounce => "hard_bounce",
            Reason::Unsubscribed => "unsubscribed",
            Reason::Operator => "operator",
        };
        json!({"category": row.category, "reason": reason, "created_at": row.created_at})
    });
    Ok(json!({"language": language_code(account.language), "turned_off": described.collect::<Vec<_>>()}))
}
