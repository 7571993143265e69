//! Wire types: JSON bodies and error codes, as `docs/openapi.json` shows them.
//! No logic, and no crate of ours below.

mod accounts;
mod catalogue;
mod errors;
mod instance;
mod launch;
mod jobs;
mod mails;
mod pictures;
mod plays;

pub use accounts::{Account, Credentials, Language, SetUp, SignUp};
pub use catalogue::{
    ArtistReference, Failure, Playback, Release, ReleasePage, ReleaseReference, RenameTrack, Track, TrackPage,
    TrackState,
};
pub use errors::{ErrorCode, FieldProblem, ProblemDetails};
pub use instance::Instance;
pub use launch::{Invitation, InvitationPage, LaunchCohort, LaunchOverview, LaunchSignal};
pub use jobs::{Job, JobCount, JobDetails, JobFailure, JobPage, QueueOverview};
pub use mails::MailSubscription;
pub use pictures::{NextPicture, NextPictureState, Picture, PictureSize, PictureSlot};
pub use plays::{
    CreatorStatistics, ListeningDay, ListeningNumbers, ListeningTrack, PlayEvent, PlayEventIgnored, PlayEventKind,
    PlayEvents, PlayEventsTaken, TrackStatistics,
};
