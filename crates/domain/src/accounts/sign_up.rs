//! A new account, where the instance lets people sign up.

use sillon_database::{
    WriteTx,
    entities::account::{self, Role},
};
use sillon_protocol::ErrorCode;

use super::{PasswordHash, ValidAccount, find_account::setup_is_required, insert_account::insert_account};
use crate::{
    Clock, Failure, Registration, Settings,
    invitations::{InvitationCode, bind_invitation, redeem_invitation},
    mails::{Recipient, Welcome, queue_mail},
};

/// Makes an account with the role that the instance gives to new ones, or the greater one of its invitation, and welcomes
/// its owner by mail.
///
/// An invitation opens the door that `invite` closes and no other: whatever else refuses an account refuses it still.
/// Using it up and making the account happen both or not at all.
pub async fn sign_up(
    tx: &mut WriteTx,
    clock: &Clock,
    settings: &Settings,
    new: &ValidAccount,
    password: PasswordHash,
    invitation: Option<&InvitationCode>,
) -> Result<account::Model, Failure> {
    if settings.registration == Registration::Closed {
        return Err(Failure::refused(ErrorCode::RegistrationClosed, "New accounts cannot be made on this instance."));
    }
    if setup_is_required(tx).await? {
        let detail = "The instance has no admin yet: set it up first, with the token that the server printed.";
        return Err(Failure::refused(ErrorCode::RegistrationClosed, detail));
    }
    if invitation.is_none() && settings.registration == Registration::Invite {
        let detail = "New accounts need an invitation here. Copy its code from the mail.";
        return Err(Failure::refused(ErrorCode::InvitationRequired, detail));
    }
    let redeemed = match invitation {
        Some(code) => Some(redeem_invitation(tx, clock, code, &new.email).await?),
        None => None,
    };
    let is_invited_to_create = matches!(redeemed, Some((_, Role::Creator)));
    let role = if is_invited_to_create { Role::Creator } else { settings.role_of_new_accounts };
    let account = insert_account(tx, clock, new, password, role).await?;
    if let Some((invitation, _)) = redeemed {
        bind_invitation(tx, invitation, account.id).await?;
    }
    queue_mail(tx, clock, &Recipient::of(&account), &Welcome::to(&account)).await?;
    Ok(account)
}
