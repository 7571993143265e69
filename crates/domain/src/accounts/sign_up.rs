//! A new account, where the instance lets people sign up.

use sillon_database::{WriteTx, entities::account};
use sillon_protocol::ErrorCode;

use super::{PasswordHash, ValidAccount, find_account::setup_is_required, insert_account::insert_account};
use crate::{
    Clock, Failure, Registration, Settings,
    mails::{Recipient, Welcome, queue_mail},
};

/// Makes an account with the role that the instance gives to new ones, and welcomes its owner by mail.
pub async fn sign_up(
    tx: &mut WriteTx,
    clock: &Clock,
    settings: &Settings,
    new: &ValidAccount,
    password: PasswordHash,
) -> Result<account::Model, Failure> {
    if settings.registration == Registration::Closed {
        return Err(Failure::refused(ErrorCode::RegistrationClosed, "New accounts cannot be made on this instance."));
    }
    if setup_is_required(tx).await? {
        let detail = "The instance has no admin yet: set it up first, with the token that the server printed.";
        return Err(Failure::refused(ErrorCode::RegistrationClosed, detail));
    }
    let account = insert_account(tx, clock, new, password, settings.role_of_new_accounts).await?;
    queue_mail(tx, clock, &Recipient::of(&account), &Welcome::to(&account)).await?;
    Ok(account)
}
