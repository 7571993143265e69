//! The link with which a person ends mails of a category, without signing in (RFC 8058).
//!
//! The token says whose mails and which; it is authenticated by a key of the instance, so it needs no row and does not
//! end. It opens nothing else.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sillon_database::{Reads, WriteTx, entities::mail_suppression::Reason, ids::AccountId};

use super::{Category, Scope, add_suppression, find_suppression, remove_suppression};
use crate::{
    Clock, Failure, InstanceSecret,
    accounts::{EmailAddress, account_by_id, parse_email},
    find_instance_secret,
};

const PURPOSE: &str = "sillon 2026-11 mail: links that end a category of mails";
const ID_BYTES: usize = 16;
const MAC_BYTES: usize = 32;

/// What a link is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The address that the mails go to.
    pub address: EmailAddress,
    /// The mails.
    pub category: Category,
    /// Whether they are sent.
    pub active: bool,
}

/// The token of the link in mails of this category to this account.
pub fn unsubscribe_token(secret: &InstanceSecret, account: AccountId, category: Category) -> String {
    let category = category.as_str().as_bytes();
    let mac = mac(secret, account.0.as_bytes(), category);
    URL_SAFE_NO_PAD.encode([account.0.as_bytes().as_slice(), mac.as_bytes(), category].concat())
}

/// What the link of this token is about; none when the token is not ours or the account is gone.
pub async fn find_subscription(tx: &impl Reads, token: &str) -> Result<Option<Subscription>, Failure> {
    let Some(secret) = find_instance_secret(tx).await? else { return Ok(None) };
    let Some((account_id, category)) = read_token(&secret, token) else { return Ok(None) };
    let Some(account) = account_by_id(tx, account_id).await? else { return Ok(None) };
    let Some(address) = parse_email(&account.email) else { return Ok(None) };
    let active = find_suppression(tx, &address, category).await?.is_none();
    Ok(Some(Subscription { address, category, active }))
}

/// Ends mails of the link's category to its address; ending them twice is no error.
pub async fn unsubscribe(tx: &mut WriteTx, clock: &Clock, token: &str) -> Result<Option<Subscription>, Failure> {
    let Some(found) = find_subscription(tx, token).await? else { return Ok(None) };
    let scope = Scope::Only(found.category);
    add_suppression(tx, clock, &found.address, scope, Reason::Unsubscribed, None).await?;
    Ok(Some(Subscription { active: false, ..found }))
}

/// Takes it back. Mails stay away all the same when the address itself gets none.
pub async fn resubscribe(tx: &mut WriteTx, token: &str) -> Result<Option<Subscription>, Failure> {
    let Some(found) = find_subscription(tx, token).await? else { return Ok(None) };
    remove_suppression(tx, &found.address, Scope::Only(found.category)).await?;
    find_subscription(tx, token).await
}

fn mac(secret: &InstanceSecret, account: &[u8; ID_BYTES], category: &[u8]) -> blake3::Hash {
    blake3::keyed_hash(&secret.key_for(PURPOSE), &[account.as_slice(), category].concat())
}

/// Compared in constant time, as hashes are.
fn read_token(secret: &InstanceSecret, token: &str) -> Option<(AccountId, Category)> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (account, rest) = bytes.split_first_chunk::<ID_BYTES>()?;
    let (given, category) = rest.split_first_chunk::<MAC_BYTES>()?;
    if mac(secret, account, category) != blake3::Hash::from_bytes(*given) {
        return None;
    }
    let category = Category::parse(std::str::from_utf8(category).ok()?).filter(|category| category.is_optional())?;
    Some((AccountId(uuid::Uuid::from_bytes(*account)), category))
}
