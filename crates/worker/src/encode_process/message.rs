//! What the process says on its standard output: one JSON object a line.

use serde::{Deserialize, Serialize};
use sillon_media::{EncodedTrack, Progress};

/// A line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Message {
    /// How far it is.
    Progress(Progress),
    /// Done: everything lies, synced, in the folder.
    Encoded(Box<EncodedTrack>),
    /// Not possible.
    Failed {
        /// Stable code.
        code: String,
        /// A sentence for the creator.
        detail: String,
        /// Whether trying again cannot help.
        permanent: bool,
    },
}
