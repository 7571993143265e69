//! Wire types: JSON bodies and error codes, as `docs/openapi.json` shows them.
//! No logic, and no crate of ours below.

mod accounts;
mod catalogue;
mod errors;
mod instance;
mod jobs;
mod status;

pub use accounts::{Account, Credentials, SetUp, SignUp};
pub use catalogue::{
    ArtistReference, Failure, Playback, Release, ReleasePage, ReleaseReference, RenameTrack, Track, TrackPage,
    TrackState,
};
pub use errors::{ErrorCode, FieldProblem, ProblemDetails};
pub use instance::Instance;
pub use jobs::{Job, JobCount, JobDetails, JobFailure, JobPage, QueueOverview};
pub use status::{Incident, InstanceStatus, PartDay, PartState, StatusPart};
