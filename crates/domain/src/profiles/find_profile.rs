//! The profile of a person, for those who may see it.

use sillon_database::{
    Reads,
    entities::account::{self, ProfileVisibility},
    ids::AccountId,
};

use crate::{Failure, accounts::account_by_id, sessions::Actor};

/// The account of this id, if the viewer may see its profile. What may not be seen looks as if it were not there;
/// of an account that is leaving only its owner sees it.
pub async fn find_profile(
    tx: &impl Reads,
    viewer: Option<&Actor>,
    id: AccountId,
) -> Result<Option<account::Model>, Failure> {
    let account = account_by_id(tx, id).await?;
    let is_own = |account: &account::Model| viewer.is_some_and(|viewer| viewer.id() == account.id);
    Ok(account.filter(|account| match account.profile_visibility {
        _ if account.leaves_at.is_some() => is_own(account),
        ProfileVisibility::Everyone => true,
        ProfileVisibility::Members => viewer.is_some(),
        ProfileVisibility::Nobody => is_own(account),
    }))
}

/// The links of a profile.
pub fn links_of(account: &account::Model) -> Vec<String> {
    serde_json::from_value(account.links.clone()).unwrap_or_default()
}
