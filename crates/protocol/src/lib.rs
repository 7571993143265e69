//! Wire types: JSON bodies and error codes, as `docs/openapi.json` shows them.
//! No logic, and no crate of ours below.

mod accounts;
mod administration;
mod catalogue;
mod errors;
mod instance;
mod jobs;
mod launch;
mod leaving;
mod mails;
mod pictures;
mod plays;
mod sign_in;
mod status;
mod tokens;

pub use accounts::{Account, ChangeProfile, Credentials, Language, Profile, ProfileVisibility, SetUp, SignUp};
pub use administration::{
    AuditChain, AuditEntry, AuditPage, PermissionDescription, PermissionList, Person, PersonPage, RoleDescription,
    RoleList, RoleReference, RoleText,
};
pub use catalogue::{
    ArtistReference, Failure, Playback, Release, ReleasePage, ReleaseReference, RenameTrack, Track, TrackPage,
    TrackState,
};
pub use errors::{ErrorCode, FieldProblem, ProblemDetails};
pub use instance::Instance;
pub use jobs::{Job, JobCount, JobDetails, JobFailure, JobPage, QueueOverview};
pub use launch::{Invitation, InvitationPage, LaunchCohort, LaunchOverview, LaunchSignal};
pub use leaving::{Export, ExportList, ExportState, Leaving};
pub use mails::MailSubscription;
pub use pictures::{NextPicture, NextPictureState, Picture, PictureSize, PictureSlot};
pub use plays::{
    CreatorStatistics, ListeningDay, ListeningNumbers, ListeningTrack, PlayEvent, PlayEventIgnored, PlayEventKind,
    PlayEvents, PlayEventsTaken, TrackStatistics,
};
pub use sign_in::{
    ChangeAddress, ChangePassword, CodeNeeded, ConfirmBoth, ConfirmPassword, ConfirmTwoFactor, RecoveryCodes,
    RequestReset, ResetPassword, SecondFactor, Session, SessionList, TwoFactorSetup, TwoFactorState, UseLink,
};
pub use status::{Incident, InstanceStatus, PartDay, PartState, StatusPart};
pub use tokens::{
    AccessTokens, ApiToken, ApiTokenList, AppPassword, AppPasswordList, JsonWebKey, JsonWebKeySet, MadeApiToken,
    MadeAppPassword, NewApiToken, NewAppPassword, RefreshTokens, RequestTokens, TokenScope, Tokens,
};
