//! The profile of a person, for those who may see it.

use sillon_database::{
    Reads,
    entities::account::{self, ProfileVisibility},
    ids::AccountId,
};

use crate::{Failure, accounts::account_by_id, sessions::Actor};

/// The account of this id, if the viewer may see its profile. What may not be seen looks as if it were not there.
pub async fn find_profile(
    tx: &impl Reads,
    viewer: Option<&Actor>,
    id: AccountId,
) -> Result<Option<account::Model>, Failure> {
    let account = account_by_id(tx, id).await?;
    Ok(account.filter(|account| match account.profile_visibility {
        ProfileVisibility::Everyone => true,
        ProfileVisibility::Members => viewer.is_some(),
        ProfileVisibility::Nobody => viewer.is_some_and(|viewer| viewer.id() == account.id),
    }))
}

/// The links of a profile.
pub fn links_of(account: &account::Model) -> Vec<String> {
    serde_json::from_value(account.links.clone()).unwrap_or_default()
}
