//! What the process says on its standard output: one JSON object.

use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Message {
    /// Done: every thumbnail lies, synced, in the folder.
    Made {
        /// Side of the square that was cut out, in pixels.
        side_px: i32,
        /// Placeholder.
        blurhash: String,
    },
    /// Not possible.
    Failed {
        /// Stable code.
        code: String,
        /// A sentence for the owner.
        detail: String,
        /// Whether trying again cannot help.
        permanent: bool,
    },
}
