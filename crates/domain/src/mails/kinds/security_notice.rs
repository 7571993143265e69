//! To a person about how they sign in: so that they notice when it was not them.

use serde::Serialize;
use sillon_database::{WriteTx, entities::account};

use crate::{
    Clock, Failure,
    mails::{Category, Mail, Recipient, queue_mail},
};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityEvent {
    /// The password was changed by somebody who knew the one before.
    PasswordChanged,
    /// The password was set through a link.
    PasswordReset,
    /// The account has another address now.
    AddressChanged,
    /// Two-factor sign-in was turned on.
    TwoFactorOn,
    /// Two-factor sign-in was turned off.
    TwoFactorOff,
    /// There are new recovery codes.
    RecoveryCodesRenewed,
    /// An app password was made.
    AppPasswordMade,
    /// An API token was made.
    ApiTokenMade,
    /// Everything that the person asked for can be fetched.
    ExportReady,
    /// The account is not deleted after all.
    AccountKept,
}

/// Something about how the person signs in has changed.
#[derive(Clone, Debug, Serialize)]
pub struct SecurityNotice {
    /// What happened.
    pub event: SecurityEvent,
}

impl Mail for SecurityNotice {
    const TEMPLATE: &'static str = "security_notice";
    const CATEGORY: Category = Category::Transactional;

    fn example() -> Self {
        Self { event: SecurityEvent::PasswordChanged }
    }
}

/// Tells the owner of an account, at the address that it has now.
pub async fn notify(
    tx: &mut WriteTx,
    clock: &Clock,
    account: &account::Model,
    event: SecurityEvent,
) -> Result<(), Failure> {
    queue_mail(tx, clock, &Recipient::of(account), &SecurityNotice { event }).await?;
    Ok(())
}
