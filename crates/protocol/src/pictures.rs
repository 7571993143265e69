//! Bodies of pictures: avatars and artwork.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Failure;

/// A picture that is shown: a square in several sizes. What its addresses name never changes.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Picture {
    /// UUIDv7.
    pub id: Uuid,
    /// What stands in while it loads (`BlurHash`, 4 × 4 components).
    pub blurhash: String,
    /// Its thumbnails, smallest first; never none.
    pub sizes: Vec<PictureSize>,
}

/// A thumbnail.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PictureSize {
    /// Width and height in pixels.
    pub side_px: i32,
    /// Path of it as WebP, with the opacity of the picture.
    pub webp_url: String,
    /// Path of it as JPEG, over white.
    pub jpeg_url: String,
}

/// The pictures of a thing, as the one who manages it sees them.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PictureSlot {
    /// What everybody sees.
    #[schema(required)]
    pub shown: Option<Picture>,
    /// What was sent last, until it is shown.
    #[schema(required)]
    pub next: Option<NextPicture>,
}

/// A picture that is not shown yet, or cannot be.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct NextPicture {
    /// UUIDv7.
    pub id: Uuid,
    /// Where it stands.
    pub state: NextPictureState,
    /// Why it failed.
    #[schema(required)]
    pub failure: Option<Failure>,
}

/// Where a picture stands that is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NextPictureState {
    /// Its thumbnails are being made.
    Processing,
    /// It could not be read; what was shown before is still shown.
    Failed,
}
