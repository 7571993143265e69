//! An account that the operator makes on the command line, whatever the instance lets visitors do.

use sillon_database::{
    WriteTx,
    entities::account::{self, Role},
};

use super::{PasswordHash, ValidAccount, insert_account::insert_account};
use crate::{
    Clock, Failure,
    audit::{Action, Entry, Origin, append},
};

/// Makes an account with the given role.
pub async fn add_account(
    tx: &mut WriteTx,
    clock: &Clock,
    new: &ValidAccount,
    password: PasswordHash,
    role: Role,
) -> Result<account::Model, Failure> {
    let account = insert_account(tx, clock, new, password, role).await?;
    append(tx, clock, &Origin::operator(), Entry::new(Action::AccountCreated).on(account.id));
    Ok(account)
}
