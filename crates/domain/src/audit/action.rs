//! What can be recorded. Names are stable: they are in people's logs, so none is ever changed or used again.

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// What was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[$doc])* $variant,)*
        }

        impl Action {
            /// Every action.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in the log.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

actions! {
    /// The first admin was made.
    InstanceSetUp = "instance.set_up";

    /// Somebody made an account.
    AccountCreated = "account.created";
    /// An account may no longer sign in.
    AccountSuspended = "account.suspended";
    /// A suspended account may sign in again.
    AccountReinstated = "account.reinstated";

    /// A person asked for everything that they have here.
    ExportRequested = "export.requested";
    /// A person fetched what they had asked for.
    ExportFetched = "export.fetched";
    /// An account was closed, to be deleted later.
    DeletionRequested = "account.deletion_requested";
    /// A person kept the account that was to be deleted.
    DeletionTakenBack = "account.deletion_taken_back";
    /// An account was deleted for good.
    AccountDeleted = "account.deleted";

    /// A session began with address and password.
    SessionStarted = "session.started";
    /// A session was ended by its owner.
    SessionEnded = "session.ended";

    /// A person ended all of their sessions but one.
    OtherSessionsEnded = "session.others_ended";
    /// A refresh token was used again, and its session was ended.
    RefreshTokenReused = "session.token_reused";
    /// A password was changed by somebody who knew the one before.
    PasswordChanged = "password.changed";
    /// A password was set through a link.
    PasswordReset = "password.reset";
    /// The operator made a link that sets a password.
    ResetLinkMade = "password.link_made";
    /// A person showed that the address is theirs.
    AddressVerified = "address.verified";
    /// An account got another address.
    AddressChanged = "address.changed";
    /// Two-factor sign-in was turned on.
    TwoFactorTurnedOn = "two_factor.turned_on";
    /// Two-factor sign-in was turned off.
    TwoFactorTurnedOff = "two_factor.turned_off";
    /// An account got new recovery codes.
    RecoveryCodesRenewed = "two_factor.codes_renewed";
    /// An app password was made.
    AppPasswordCreated = "app_password.created";
    /// An app password was removed.
    AppPasswordRemoved = "app_password.removed";
    /// An API token was made.
    ApiTokenCreated = "api_token.created";
    /// An API token was removed.
    ApiTokenRemoved = "api_token.removed";

    /// An account got a role.
    RoleGranted = "role.granted";
    /// A role was taken from an account.
    RoleRevoked = "role.revoked";
    /// The instance made a role.
    RoleCreated = "role.created";
    /// A role's name or permissions were changed.
    RoleChanged = "role.changed";
    /// A role of the instance was deleted.
    RoleDeleted = "role.deleted";

    /// A track was renamed by another than its creator.
    TrackRenamed = "track.renamed";
    /// A track was deleted by another than its creator.
    TrackDeleted = "track.deleted";

    /// A job that had ended without success was given another life.
    JobRedriven = "job.redriven";
    /// A job was cancelled.
    JobCancelled = "job.cancelled";

    /// Somebody was invited.
    InvitationMade = "invitation.made";
    /// An invitation that was not used yet got another cohort or role.
    InvitationChanged = "invitation.changed";
    /// An account was made with an invitation.
    InvitationRedeemed = "invitation.redeemed";
    /// An invitation was declined by whoever got its mail.
    InvitationDeclined = "invitation.declined";
    /// The operator took somebody's no back.
    InvitationNoTakenBack = "invitation.no_taken_back";

    /// The log was exported.
    AuditExported = "audit.exported";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Action;

    #[test]
    fn names_are_a_noun_and_a_verb_and_unique() {
        let names: BTreeSet<_> = Action::ALL.iter().map(|action| action.name()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        for name in names {
            let words: Vec<_> = name.split('.').collect();
            let plain = |word: &&str| word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
            assert!(words.len() == 2 && words.iter().all(plain), "{name}");
        }
    }
}
