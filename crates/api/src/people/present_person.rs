//! A person as those who run the instance see them.

use sillon_domain::{
    Context,
    database::entities::account,
    people::{DescribedPerson, describe_person},
};
use sillon_http::ApiResult;
use sillon_protocol::Person;

use crate::roles::present_role_reference;

/// Converts a description; the password's hash stays behind.
pub(super) fn present_person(described: DescribedPerson) -> Person {
    let DescribedPerson { account, roles } = described;
    Person {
        id: account.id.0,
        email: account.email,
        display_name: account.display_name,
        roles: roles.into_iter().map(present_role_reference).collect(),
        suspended_at: account.suspended_at,
        created_at: account.created_at,
    }
}

/// Describes an account as it is now and converts it.
pub(super) async fn present_account_row(ctx: &Context, row: account::Model) -> ApiResult<Person> {
    Ok(present_person(describe_person(&ctx.db.read().await?, row).await?))
}
