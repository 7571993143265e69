//! Identifiers: UUIDv7 (RFC 9562) behind one newtype per thing, so that a track's id cannot be passed for a job's.
//! What the ids point at lives in `entities`.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

/// A UUIDv7 of the given instant; ids of one process sort by time to the millisecond.
fn uuid_v7(now: DateTime<Utc>) -> Uuid {
    let mut random = [0_u8; 10];
    getrandom::fill(&mut random).expect("the operating system gives random bytes");
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, DeriveValueType)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id of the given instant.
            pub fn new(now: DateTime<Utc>) -> Self {
                Self(uuid_v7(now))
            }
        }

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// A person's account.
    AccountId
);
id!(
    /// A signed-in session.
    SessionId
);
id!(
    /// A role.
    RoleId
);
id!(
    /// A time in which a part of the instance was not well.
    IncidentId
);
id!(
    /// A release (single, EP or album).
    ReleaseId
);
id!(
    /// A track.
    TrackId
);
id!(
    /// A file that was uploaded.
    UploadId
);
id!(
    /// One encode of a track: what listeners' URLs name.
    VersionId
);
id!(
    /// One rendition (codec and bit rate) of a version.
    RenditionId
);
id!(
    /// A picture that was sent: an avatar or an artwork.
    PictureId
);
id!(
    /// An archive of everything that a person has here.
    ExportId
);
id!(
    /// A job in the queue.
    JobId
);
id!(
    /// A start of a worker process; new at each start.
    WorkerId
);
id!(
    /// The fencing token of one claim of a job.
    LeaseToken
);
id!(
    /// A password of a program.
    AppPasswordId
);
id!(
    /// A key that signs access tokens.
    SigningKeyId
);
id!(
    /// A link that proves an address.
    AddressLinkId
);
id!(
    /// One play of a track, from its start to its end; chosen by the player.
    PlayId
);
id!(
    /// The visit of somebody who is not signed in; chosen by the web app, kept in the browser only, never stored here.
    VisitId
);
id!(
    /// An invitation to the beta; whoever knows it may decline the invitation.
    InvitationId
);
id!(
    /// One check of all launch signals.
    LaunchCheckId
);
id!(
    /// One signal in one check.
    ObservationId
);
