//! An account that the operator makes on the command line, whatever the instance lets visitors do.

use sillon_database::{
    WriteTx,
    entities::account::{self, Role},
};

use super::{PasswordHash, ValidAccount, insert_account::insert_account};
use crate::{Clock, Failure};

/// Makes an account with the given role.
pub async fn add_account(
    tx: &mut WriteTx,
    clock: &Clock,
    new: &ValidAccount,
    password: PasswordHash,
    role: Role,
) -> Result<account::Model, Failure> {
    insert_account(tx, clock, new, password, role).await
}
