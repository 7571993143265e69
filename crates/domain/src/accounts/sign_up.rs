//! A new account, where the instance lets people sign up.

use sillon_database::{
    WriteTx,
    entities::{account, role::BuiltIn},
};
use sillon_protocol::ErrorCode;

use super::{PasswordHash, ValidAccount, find_account::setup_is_required, insert_account::insert_account};
use crate::{
    Clock, Failure, Registration, Settings,
    address_links::request_verification,
    audit::{Action, Entry, Origin, append},
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
    origin: &Origin,
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
    let is_invited_to_create = matches!(redeemed, Some((_, BuiltIn::Creator)));
    let role = if is_invited_to_create { BuiltIn::Creator } else { settings.role_of_new_accounts };
    let account = insert_account(tx, clock, new, password, role).await?;
    queue_mail(tx, clock, &Recipient::of(&account), &Welcome::with_role(role)).await?;
    request_verification(tx, clock, settings, &account).await?;
    append(tx, clock, origin, Entry::new(Action::AccountCreated).on(account.id));
    if let Some((invitation, _)) = redeemed {
        bind_invitation(tx, invitation, account.id).await?;
        append(tx, clock, origin, Entry::new(Action::InvitationRedeemed).on(invitation));
    }
    Ok(account)
}
