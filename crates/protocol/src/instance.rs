//! What a visitor may know of the instance before signing in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The instance, as a visitor sees it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Instance {
    /// Name of the community.
    pub name: String,
    /// Version of Sillon.
    pub version: String,
    /// Whether the first admin is still to be made.
    pub setup_required: bool,
    /// Who may sign up: `open`, `invite` or `closed`.
    #[schema(example = "open")]
    pub registration: String,
    /// Largest file that may be uploaded, in bytes.
    pub upload_max_bytes: u64,
    /// File name extensions that the file dialog should offer.
    pub accepted_extensions: Vec<String>,
}
